package io.github.cachestarter.load;

import io.github.cachestarter.load.FreshnessTimeline.Load;
import io.github.cachestarter.load.FreshnessTimeline.Request;
import java.util.Locale;

/** Draws a {@link FreshnessTimeline} as SVG: requests above, the loads of the source below. */
final class FreshnessPicture {

    private static final int LEFT = 80;
    private static final int WIDTH = 700;
    private static final int HEIGHT = 132;

    private static final String STYLE = "<style>text{font:12px sans-serif;fill:#24292f}.axis{stroke:#8c959f}"
            + ".HIT{fill:#1a7f37}.STALE{fill:#9a6700}.WAITED{fill:#bc4c00}.FAILED{fill:#cf222e}"
            + ".load{fill:#0969da}.failed{fill:#cf222e}"
            + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.HIT{fill:#3fb950}.STALE{fill:#d29922}"
            + ".WAITED{fill:#f0883e}.FAILED,.failed{fill:#f85149}.load{fill:#58a6ff}}</style>";

    private final StringBuilder svg = new StringBuilder();

    private FreshnessPicture() {}

    static String of(String title, FreshnessTimeline timeline) {
        FreshnessPicture picture = new FreshnessPicture();
        picture.head(title);
        timeline.requests().forEach(picture::request);
        timeline.loads().forEach(picture::load);
        picture.axis();
        picture.legend();
        return picture.svg.append("</svg>\n").toString();
    }

    private void head(String title) {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">",
                LEFT + WIDTH + 20, HEIGHT, LEFT + WIDTH + 20, HEIGHT);
        line("<title>%s</title>%s", title, STYLE);
        text(0, 14, title);
        text(0, 42, "requests");
        text(0, 74, "loads");
    }

    /** A request that waits is as long as it waits. */
    private void request(Request request) {
        double width = Math.max(2, x(request.end()) - x(request.begin()));
        int top = request.begin() == request.end() ? 28 : 40;
        int height = request.begin() == request.end() ? 10 : 5;
        line(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" opacity=\"%s\"/>",
                request.answer(), x(request.begin()), top, width, height, height == 5 ? "0.35" : "1");
        if (height == 5) {
            line(
                    "<rect class=\"%s\" x=\"%.1f\" y=\"28\" width=\"2\" height=\"10\"/>",
                    request.answer(), x(request.begin()));
        }
    }

    private void load(Load load) {
        line(
                "<rect class=\"%s\" x=\"%.1f\" y=\"62\" width=\"%.1f\" height=\"14\" opacity=\"%s\"/>",
                load.fails() ? "failed" : "load",
                x(load.begin()),
                x(Math.min(FreshnessTimeline.END, load.end())) - x(load.begin()),
                load.inBackground() ? "0.55" : "1");
    }

    private void axis() {
        line("<line class=\"axis\" x1=\"%d\" y1=\"88\" x2=\"%d\" y2=\"88\"/>", LEFT, LEFT + WIDTH);
        for (int second = 0; second * 1_000L <= FreshnessTimeline.END; second++) {
            text((int) x(second * 1_000L) - 4, 102, second + " s");
        }
    }

    private void legend() {
        String[][] kinds = {
            {"HIT", "hit"},
            {"STALE", "stale value"},
            {"WAITED", "waited for a load"},
            {"FAILED", "exception"},
            {"load", "load (pale: in the background)"}
        };
        int x = LEFT;
        for (String[] kind : kinds) {
            line("<rect class=\"%s\" x=\"%d\" y=\"115\" width=\"10\" height=\"10\"/>", kind[0], x);
            text(x + 14, 124, kind[1]);
            x += 34 + kind[1].length() * 7;
        }
    }

    private static double x(long millis) {
        return LEFT + (double) millis / FreshnessTimeline.END * WIDTH;
    }

    private void text(int x, int y, String text) {
        line("<text x=\"%d\" y=\"%d\">%s</text>", x, y, text);
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
