package io.github.cachestarter;

/**
 * Takes what the parts of the cache find out. One finding per code and subject is kept, the newest. Thread-safe.
 */
public interface Findings {

    /** Reports something; a finding with the same code and subject is replaced. */
    void report(Finding finding);

    /** Takes back what was reported under this code and subject; does nothing if nothing was. */
    void resolve(String code, String subject);

    /** A sink for those who do not care. */
    Findings NO_OP = new Findings() {
        @Override
        public void report(Finding finding) {}

        @Override
        public void resolve(String code, String subject) {}
    };
}
