package io.github.cachestarter.insight;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what the parts of the cache found out: the newest finding per code and subject, {@value #MOST} in all. When there
 * are more, the least severe of them makes room, the oldest first; a finding tells that this happened. Thread-safe.
 */
public final class FindingsRegister implements Findings {

    static final int MOST = 200;

    private static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(Finding::code)
            .thenComparing(Finding::subject);

    private final Map<Name, Finding> findings = new LinkedHashMap<>();
    private long dropped;

    @Override
    public synchronized void report(Finding finding) {
        findings.put(new Name(finding.code(), finding.subject()), finding);
        if (findings.size() > MOST) {
            dropLeastSevere();
        }
    }

    @Override
    public synchronized void resolve(String code, String subject) {
        findings.remove(new Name(code, subject));
    }

    /** The findings that stand now, the worst first. */
    public synchronized List<Finding> current() {
        List<Finding> result = new ArrayList<>(findings.values());
        if (dropped > 0) {
            result.add(tooMany());
        }
        result.sort(WORST_FIRST);
        return List.copyOf(result);
    }

    private void dropLeastSevere() {
        Name victim = null;
        Finding least = null;
        for (Map.Entry<Name, Finding> entry : findings.entrySet()) {
            if (least == null || entry.getValue().severity().compareTo(least.severity()) < 0) {
                victim = entry.getKey();
                least = entry.getValue();
            }
        }
        findings.remove(victim);
        dropped++;
    }

    private Finding tooMany() {
        return new Finding(
                Finding.Severity.INFO,
                "too-many-findings",
                "findings",
                dropped + " findings were dropped because more than " + MOST + " stood at a time.",
                "Resolve those that are listed; the others are reported again when they happen again.");
    }

    private record Name(String code, String subject) {}
}
