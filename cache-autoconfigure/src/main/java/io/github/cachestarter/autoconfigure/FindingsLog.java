package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.Findings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a finding when it is new and hands it on. What is only worth knowing is left to whoever asks for the findings.
 * Thread-safe.
 */
final class FindingsLog implements Findings {

    private static final Logger log = LoggerFactory.getLogger(FindingsLog.class);

    private final Findings next;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    FindingsLog(Findings next) {
        this.next = next;
    }

    @Override
    public void report(Finding finding) {
        if (finding.severity() != Severity.INFO && logged.add(name(finding.code(), finding.subject()))) {
            log.warn("{} ({}): {}. {}", finding.subject(), finding.code(), sentence(finding), finding.action());
        }
        next.report(finding);
    }

    @Override
    public void resolve(String code, String subject) {
        if (logged.remove(name(code, subject))) {
            log.info("{} ({}): no longer so", subject, code);
        }
        next.resolve(code, subject);
    }

    private static String sentence(Finding finding) {
        String message = finding.message();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static String name(String code, String subject) {
        return code + ' ' + subject;
    }
}
