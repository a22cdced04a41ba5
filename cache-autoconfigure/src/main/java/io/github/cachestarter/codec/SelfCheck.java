package io.github.cachestarter.codec;

/**
 * How often the codec decodes what it has just encoded and compares the two, because it does not trust itself.
 *
 * @param first that many of the first values of every class; 0 = none
 * @param oneIn then one in so many values, at random; 0 = none
 */
public record SelfCheck(int first, int oneIn) {

    /** The first 20, then one in 1,000. */
    public static final SelfCheck DEFAULT = new SelfCheck(20, 1_000);

    /** Never. */
    public static final SelfCheck OFF = new SelfCheck(0, 0);

    public SelfCheck {
        if (first < 0 || oneIn < 0) {
            throw new IllegalArgumentException("A self-check needs counts of 0 or more, not " + first + ", " + oneIn);
        }
    }
}
