package io.github.cachestarter.load;

import java.util.random.RandomGenerator;

/**
 * Chooses which reads are looked at: all of them as long as they are few, then one in two, in four and so on at random, so
 * that about {@value #MOST_A_SECOND} a second are, however many there are. Each stands for as many as there were to choose
 * from. {@link #chooses} is thread-safe; {@link #chosen} is for one thread at a time.
 */
final class ReadSample {

    static final int MOST_A_SECOND = 1_000;

    private static final int SECOND = 1_000;

    private final RandomGenerator random;
    private volatile int oneIn = 1;
    private long begun;
    private int thisSecond;

    ReadSample(RandomGenerator random) {
        this.random = random;
    }

    boolean chooses() {
        int among = oneIn;
        return among == 1 || (random.nextInt() & (among - 1)) == 0;
    }

    /**
     * A read that was chosen is looked at.
     *
     * @param millis the time, which may jump
     * @return how many it stands for
     */
    int chosen(long millis) {
        int among = oneIn;
        long passed = millis - begun;
        if (passed < 0 || passed >= SECOND) {
            // Few, or none at all in the seconds before this one: half the distance, until it is about right again.
            if (thisSecond < MOST_A_SECOND / 4 || passed >= 2 * SECOND) {
                oneIn = Math.max(1, among / 2);
            }
            begun = millis;
            thisSecond = 0;
        }
        if (++thisSecond > MOST_A_SECOND) {
            oneIn = Math.min(1 << 20, among * 2);
            thisSecond = 0;
        }
        return among;
    }
}
