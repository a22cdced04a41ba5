package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.RefreshSettings.Mode;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.load.FreshnessTimeline.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The pictures of docs/freshness.md, and what they are to show. After a change draw them anew:
 * {@code mvn -Pquick -pl cache-autoconfigure test -Dtest=FreshnessTimelineTests -Ddraw=true}.
 */
class FreshnessTimelineTests {

    private static final Path PICTURES = Path.of("..", "docs", "images");
    private static final LoadSettings PLAIN = new LoadSettings(true, Duration.ofSeconds(3), Duration.ofSeconds(10));
    private static final StaleSettings HOUR = new StaleSettings(Duration.ofHours(1), Duration.ofSeconds(1), List.of());

    @Test
    void without_settings_callers_wait_at_each_expiry() throws IOException {
        FreshnessTimeline timeline = FreshnessTimeline.of(PLAIN);

        assertThat(timeline.loads()).hasSize(3);
        assertThat(timeline.count(Answer.WAITED)).isGreaterThan(30);
        shows("freshness-off", "refresh.mode: off", timeline);
    }

    @Test
    void with_probabilistic_refresh_nobody_waits_after_the_first_load() throws IOException {
        FreshnessTimeline timeline = FreshnessTimeline.of(refreshing(Mode.PROBABILISTIC));

        assertThat(lastWaited(timeline)).isLessThan(400);
        shows("freshness-probabilistic", "refresh.mode: probabilistic", timeline);
    }

    @Test
    void with_a_threshold_a_read_after_it_refreshes() throws IOException {
        FreshnessTimeline timeline = FreshnessTimeline.of(refreshing(Mode.THRESHOLD));

        assertThat(lastWaited(timeline)).isLessThan(400);
        assertThat(timeline.loads().get(1).begin()).isEqualTo(400 + 1_500);
        shows("freshness-threshold", "refresh.mode: threshold, 0.75", timeline);
    }

    @Test
    void a_worker_refreshes_although_nobody_asks_for_a_while() throws IOException {
        FreshnessTimeline timeline = FreshnessTimeline.of(refreshing(Mode.SCHEDULED), at -> at < 1_000 || at > 4_500);

        assertThat(lastWaited(timeline)).isLessThan(400);
        assertThat(timeline.loads().get(1).begin())
                .as("twice the time of its load before its end")
                .isEqualTo(400 + 2_000 - 800);
        shows("freshness-scheduled", "refresh.mode: scheduled; nobody asks from 1 s to 4.5 s", timeline);
    }

    @Test
    void a_source_that_fails_is_left_alone_and_nobody_notices() throws IOException {
        LoadSettings stale = PLAIN.with(FreshnessSettings.OFF.with(HOUR));
        FreshnessTimeline timeline = FreshnessTimeline.of(stale, 400, begun -> begun > 2_000 && begun < 5_000);

        assertThat(timeline.count(Answer.FAILED)).isZero();
        assertThat(timeline.count(Answer.STALE)).isPositive();
        shows("freshness-stale", "stale.on-error: 1h, stale.throttle: 1s; the source fails from 2 s to 5 s", timeline);
    }

    @Test
    void a_slow_source_is_waited_for_no_longer_than_the_soft_limit() throws IOException {
        LoadSettings soft = new LoadSettings(
                true,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Optional.of(Duration.ofMillis(200)),
                Optional.empty(),
                FreshnessSettings.OFF.with(HOUR));
        FreshnessTimeline timeline = FreshnessTimeline.of(soft, 1_500, begun -> false);

        assertThat(timeline.requests().stream().filter(request -> request.begin() > 400))
                .allMatch(request -> request.end() - request.begin() <= 200);
        shows("freshness-soft-timeout", "load.soft-timeout: 200ms with a stale value; a load takes 1.5 s", timeline);
    }

    private static LoadSettings refreshing(Mode mode) {
        return PLAIN.with(FreshnessSettings.OFF.with(new RefreshSettings(mode, 1.0, 0.75)));
    }

    private static long lastWaited(FreshnessTimeline timeline) {
        return timeline.requests().stream()
                .filter(request -> request.answer() == Answer.WAITED)
                .mapToLong(FreshnessTimeline.Request::begin)
                .max()
                .orElse(0);
    }

    private static void shows(String file, String title, FreshnessTimeline timeline) throws IOException {
        String picture = FreshnessPicture.of(title, timeline);
        Path path = PICTURES.resolve(file + ".svg");
        if (Boolean.getBoolean("draw")) {
            Files.createDirectories(PICTURES);
            Files.writeString(path, picture);
        }
        assertThat(path).content().isEqualTo(picture);
    }
}
