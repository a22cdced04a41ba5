package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadSampleTests {

    private final ReadSample sample = new ReadSample(new Random(3));

    @Test
    void all_reads_are_looked_at_as_long_as_they_are_few() {
        for (int i = 0; i < 10 * ReadSample.MOST_A_SECOND; i++) {
            assertThat(sample.chooses()).isTrue();
            assertThat(sample.chosen(i * 2L)).isEqualTo(1);
        }
    }

    @Test
    void of_many_about_as_many_as_there_is_time_for_and_each_stands_for_the_others() {
        int looked = 0;
        long counted = 0;
        int reads = 5_000_000; // in five seconds
        for (int i = 0; i < reads; i++) {
            if (sample.chooses()) {
                looked++;
                counted += sample.chosen(i / 1_000);
            }
        }
        assertThat(looked).isLessThan(5 * 15 * ReadSample.MOST_A_SECOND);
        assertThat((double) counted / reads).isBetween(0.8, 1.2);
    }

    @Test
    void when_they_are_few_again_all_are_looked_at_again() {
        for (int i = 0; i < 1_000_000; i++) {
            if (sample.chooses()) {
                sample.chosen(0);
            }
        }
        for (long second = 1; second < 100_000; second++) {
            if (sample.chooses()) {
                sample.chosen(second * 1_000);
            }
        }
        assertThat(sample.chosen(200_000_000L)).isEqualTo(1);
        assertThat(sample.chooses()).isTrue();
    }
}
