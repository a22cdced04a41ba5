package io.github.cachestarter;

/**
 * Something an operator should know, in plain words.
 *
 * @param severity how bad it is
 * @param code a stable, short name such as {@code noeviction}
 * @param subject what it is about: a server's address, a cache's name, a class
 * @param message what was found and why it hurts
 * @param action the exact thing to do
 */
public record Finding(Severity severity, String code, String subject, String message, String action) {

    /** How bad a finding is. */
    public enum Severity {
        INFO,
        WARN,
        ERROR
    }
}
