package io.github.cachestarter.history;

/** What is cached: which version of which row, and some weight. */
record Row(int key, long version, String weight) {

    private static final String WEIGHT = "0123456789abcdef".repeat(16);

    static Row of(int key, long version) {
        return new Row(key, version, WEIGHT);
    }
}
