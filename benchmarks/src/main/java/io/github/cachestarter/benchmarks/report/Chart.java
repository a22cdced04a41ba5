package io.github.cachestarter.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Lying bars as SVG, readable on light and on dark ground. Less is better. */
final class Chart {

    private static final int LEAST_LABELS = 240;
    private static final double LETTER = 7.5;
    private static final int GAP = 10;

    /** What a picture of zeros is divided by. */
    private static final double NOTHING = 1e-9;

    private static final int WIDTH = 420;
    private static final int NUMBERS = 100;
    private static final int ROW = 26;
    private static final int HEAD = 34;

    private static final String STYLE = "<style>text{font:13px sans-serif;fill:#24292f}.own{fill:#1a7f37}"
            + ".other{fill:#8c959f}.title{font-weight:bold}"
            + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.own{fill:#3fb950}.other{fill:#6e7681}}</style>";

    private Chart() {}

    /** The picture. */
    static String of(String title, List<Bar> bars) {
        double longest = bars.stream().mapToDouble(Bar::length).max().orElse(0);
        int labels = labels(bars);
        int width = labels + WIDTH + NUMBERS;
        int height = HEAD + bars.size() * ROW + ROW;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
                width,
                height,
                width,
                height));
        svg.append("<title>")
                .append(escaped(title))
                .append("</title>\n")
                .append(STYLE)
                .append('\n');
        svg.append(text(0, 18, "title", title + " (less is better)"));
        for (int i = 0; i < bars.size(); i++) {
            bar(svg, bars.get(i), labels, HEAD + i * ROW, longest);
        }
        return svg.append("</svg>\n").toString();
    }

    // So wide that the longest label does not reach into its bar.
    private static int labels(List<Bar> bars) {
        int letters = bars.stream().mapToInt(bar -> bar.label.length()).max().orElse(0);
        return Math.max(LEAST_LABELS, (int) Math.ceil(letters * LETTER) + GAP);
    }

    private static void bar(StringBuilder svg, Bar bar, int labels, int top, double longest) {
        double length = Math.max(1, Math.max(0, bar.length) / Math.max(longest, NOTHING) * WIDTH);
        String kind = bar.own ? "own" : "other";
        svg.append(text(0, top + 16, "label", bar.label));
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                kind,
                labels,
                top + 3,
                length,
                ROW - 8));
        svg.append(text(labels + (int) length + 6, top + 16, "number", bar.number));
    }

    private static String text(int x, int y, String kind, String content) {
        return String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", kind, x, y, escaped(content));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /**
     * One bar.
     *
     * @param number the length as a reader is to see it
     * @param own whether it is drawn to be found first
     */
    record Bar(String label, double length, String number, boolean own) {}
}
