package io.github.cachestarter.redis;

/** Where a primary stands: the only one, or one of a cluster's. */
interface Place {

    /** The place where there is only one. */
    Place ONLY = new Place() {

        @Override
        public String name() {
            return "";
        }

        @Override
        public boolean owns(byte[] key) {
            return true;
        }

        @Override
        public boolean isLeft(String other) {
            return false;
        }
    };

    /** Tells it from the places of other primaries that are in use at the same time. */
    String name();

    /** Whether this key is to be found there, or may be as far as is known. */
    boolean owns(byte[] key);

    /** Whether nobody has any key at that other place any more. */
    boolean isLeft(String other);
}
