package io.github.cachestarter.insight.readiness;

import org.jspecify.annotations.Nullable;

/**
 * One answer of the audit. Immutable.
 *
 * @param check what was asked
 * @param status how it stands
 * @param evidence what was found
 * @param remedy what to do about it; null: nothing
 * @param property the full name of the property to change; null: there is none for it
 * @param finding the code of the finding that says the same in the log and in the insight; null: there is none
 * @param accepted whether the settings say that somebody has looked at it and wants it so: it does not count then
 */
public record ReadinessItem(
        ReadinessCheck check,
        ReadinessStatus status,
        String evidence,
        @Nullable String remedy,
        @Nullable String property,
        @Nullable String finding,
        boolean accepted) {

    static ReadinessItem pass(ReadinessCheck check, String evidence) {
        return new ReadinessItem(check, ReadinessStatus.PASS, evidence, null, null, null, false);
    }

    static ReadinessItem unknown(ReadinessCheck check, String evidence, String remedy) {
        return new ReadinessItem(check, ReadinessStatus.UNKNOWN, evidence, remedy, null, null, false);
    }

    static ReadinessItem warn(ReadinessCheck check, String evidence, String remedy) {
        return new ReadinessItem(check, ReadinessStatus.WARN, evidence, remedy, null, null, false);
    }

    static ReadinessItem fail(ReadinessCheck check, String evidence, String remedy) {
        return new ReadinessItem(check, ReadinessStatus.FAIL, evidence, remedy, null, null, false);
    }

    ReadinessItem property(String name) {
        return new ReadinessItem(check, status, evidence, remedy, name, finding, accepted);
    }

    ReadinessItem finding(String code) {
        return new ReadinessItem(check, status, evidence, remedy, property, code, accepted);
    }

    ReadinessItem accept() {
        return new ReadinessItem(check, status, evidence, remedy, property, finding, true);
    }

    /** Whether it says that something should be changed, and nobody accepted it. */
    public boolean isOpen() {
        return !accepted && status.compareTo(ReadinessStatus.WARN) >= 0;
    }
}
