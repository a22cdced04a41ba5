package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.insight.Label;
import io.github.cachestarter.insight.readiness.ReadinessAudit;
import io.github.cachestarter.insight.readiness.ReadinessItem;
import io.github.cachestarter.insight.readiness.ReadinessReport;
import io.github.cachestarter.insight.readiness.ReadinessSource;
import io.github.cachestarter.insight.readiness.ReadinessStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Says once, when the application is ready, what the audit found: a line for each thing to change and one with the verdict.
 * What a finding has said in the log already is not said again. Never fails: an audit is no reason for an application not to
 * start.
 */
final class ReadinessLog implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(ReadinessLog.class);

    private final ReadinessSource source;
    private final Executor executor;
    private final AtomicBoolean said = new AtomicBoolean();

    /**
     * @param executor looks and says: an application that is ready is not to wait for an audit, whose classes nobody has
     *     loaded yet
     */
    ReadinessLog(ReadinessSource source, Executor executor) {
        this.source = source;
        this.executor = executor;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (said.compareAndSet(false, true)) {
            executor.execute(this::say);
        }
    }

    private void say() {
        try {
            ReadinessReport report = ReadinessAudit.of(source.facts());
            lines(report).forEach(log::warn);
            log.info(summary(report));
        } catch (RuntimeException | LinkageError ex) { // it looks at classes that nothing may have loaded yet
            log.warn("The cache readiness audit failed; the caches work without it", ex);
        }
    }

    /** One line for each thing to change, however many caches it is to be changed for. */
    static List<String> lines(ReadinessReport report) {
        List<String> lines = new ArrayList<>();
        report.application().stream()
                .filter(ReadinessLog::isToBeSaid)
                .forEach(item -> lines.add(new ReadinessLine("the application", item).text()));
        Map<String, ReadinessLine> byFinding = new LinkedHashMap<>();
        report.caches()
                .forEach((cache, items) -> items.stream()
                        .filter(ReadinessLog::isToBeSaid)
                        .forEach(item -> byFinding
                                .computeIfAbsent(ReadinessLine.finding(item), finding -> new ReadinessLine())
                                .add(cache, item)));
        byFinding.values().forEach(line -> lines.add(line.text()));
        return lines;
    }

    private static boolean isToBeSaid(ReadinessItem item) {
        return item.isOpen() && item.finding() == null;
    }

    static String summary(ReadinessReport report) {
        return String.format(
                Locale.ROOT,
                "Cache readiness: %s (%d pass, %d warn, %d fail, %d unknown). The endpoint cachereadiness tells all of it;"
                        + " cache-starter.readiness.log=false leaves these lines out",
                Label.of(report.verdict()),
                report.count(ReadinessStatus.PASS),
                report.count(ReadinessStatus.WARN),
                report.count(ReadinessStatus.FAIL),
                report.count(ReadinessStatus.UNKNOWN));
    }
}
