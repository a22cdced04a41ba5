package io.github.cachestarter.insight;

/** What a hit rate means, in words. The bands are decided here and nowhere else. */
public enum Verdict {
    /** Over 0.95. */
    EXCELLENT("excellent"),
    /** 0.80 to 0.95. */
    GOOD("good"),
    /** 0.60 to 0.80. */
    INVESTIGATE("investigate"),
    /** Below 0.60. */
    BARELY_HELPING("barely helping"),
    /** Too few requests to say anything. */
    NO_TRAFFIC("no traffic");

    /** With fewer requests than this a rate says nothing. */
    public static final long LEAST_REQUESTS = 100;

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** The verdict on so many hits and misses. */
    public static Verdict of(long hits, long misses) {
        if (hits + misses < LEAST_REQUESTS) {
            return NO_TRAFFIC;
        }
        double rate = hitRate(hits, misses);
        if (rate > 0.95) {
            return EXCELLENT;
        }
        if (rate >= 0.80) {
            return GOOD;
        }
        return rate >= 0.60 ? INVESTIGATE : BARELY_HELPING;
    }

    /** The share of hits, 0.0 to 1.0; 0.0 if there was no request at all. */
    public static double hitRate(long hits, long misses) {
        long requests = hits + misses;
        return requests == 0 ? 0.0 : (double) hits / requests;
    }

    /** The verdict as a person reads it. */
    public String text() {
        return text;
    }
}
