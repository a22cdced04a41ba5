package io.github.cachestarter.codec;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.codec.graph.GraphComparer;
import io.github.cachestarter.codec.graph.GraphComparer.Verdict;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The codec does not trust itself: what it made of the first values of every class, and of a sample of the later ones, is
 * decoded again and compared with the value as a graph of objects. A difference makes the class refused in this cache
 * until the next start, because a codec that is wrong about one value of a class is wrong about others that nobody looks
 * at. Thread-safe.
 *
 * <p>A difference counts only if a second encoding shows one too: a value that another thread changes meanwhile is refused
 * once, its class is not. What the comparer cannot look at is stored, with a finding.
 */
final class SelfChecker {

    /** Every value of a class beyond these is checked: safe, and it keeps generated classes from filling the memory. */
    private static final int MAX_CLASSES = 1_000;

    private final String cache;
    private final SelfCheck settings;
    private final IntUnaryOperator random;
    private final Findings findings;
    private final Map<Subject, Trust> trusts = new ConcurrentHashMap<>();

    SelfChecker(String cache, SelfCheck settings, IntUnaryOperator random, Findings findings) {
        this.cache = cache;
        this.settings = settings;
        this.random = random;
        this.findings = findings;
    }

    /**
     * How far values of this class are trusted under this codec.
     *
     * @throws RefusedValueException if an earlier check found them wrong; always the same exception
     */
    Trust trust(TypeCodec codec, Class<?> type) {
        Subject subject = new Subject(codec, type);
        Trust trust = trusts.get(subject);
        if (trust == null) {
            trust = trusts.size() < MAX_CLASSES ? trusts.computeIfAbsent(subject, key -> new Trust()) : new Trust();
        }
        trust.requireNotRefused();
        return trust;
    }

    /**
     * Checks a value.
     *
     * @param decoded decodes what is about to be stored
     * @param encodedAgain encodes the value once more and decodes that
     * @throws RefusedValueException if the value comes back different
     */
    void check(Trust trust, Object value, Callable<Object> decoded, Callable<Object> encodedAgain) {
        Verdict verdict = compare(value, decoded);
        if (verdict instanceof Verdict.Different && compare(value, encodedAgain) instanceof Verdict.Different again) {
            throw trust.refuse(different(again));
        }
        if (verdict instanceof Verdict.Different) {
            throw new RefusedValueException(
                    value.getClass().getName(),
                    "a value for the cache '" + cache + "' changed while it was being encoded",
                    "Do not change an object after a cached method returned it");
        }
        if (verdict instanceof Verdict.NotCheckable notCheckable && trust.isFirstNotCheckable()) {
            findings.report(finding(value.getClass(), notCheckable));
        }
        trust.checked();
    }

    private static Verdict compare(Object value, Callable<Object> copy) {
        Object decoded;
        try {
            decoded = copy.call();
        } catch (Exception | StackOverflowError | LinkageError ex) {
            return new Verdict.Different(value.getClass().getName(), "it cannot be decoded again: " + ex);
        }
        return GraphComparer.compare(value, decoded);
    }

    private RefusedValueException different(Verdict.Different verdict) {
        return new RefusedValueException(
                verdict.where(),
                "does not come back as it was: " + verdict.what() + ". The cache '" + cache
                        + "' stores no more values of that class until the next start",
                "Map the value to a record, or give the cache another codec: cache-starter.caches." + cache + ".codec");
    }

    private Finding finding(Class<?> type, Verdict.NotCheckable verdict) {
        return new Finding(
                Severity.INFO,
                "value-not-checkable",
                "cache '" + cache + "': " + type.getName(),
                "Stored, but nobody knows whether it comes back as it was, since " + verdict.where()
                        + " cannot be compared: " + verdict.why(),
                "Map the value to a record of plain types, or open its package to the class path's unnamed module");
    }

    private record Subject(TypeCodec codec, Class<?> type) {}

    /** What is known of one class. */
    final class Trust {

        private final AtomicInteger passed = new AtomicInteger();
        private final AtomicBoolean notCheckable = new AtomicBoolean();
        private volatile @Nullable RefusedValueException refusal;

        /**
         * Whether the next value is to be checked. What counts is how many checks have passed, not how many began: in a
         * burst of first values none is stored on the word of a check that may still find the codec wrong.
         */
        boolean isCheckDue() {
            if (passed.get() < settings.first()) {
                return true;
            }
            return settings.oneIn() > 0 && random.applyAsInt(settings.oneIn()) == 0;
        }

        private void checked() {
            if (passed.get() < settings.first()) {
                passed.incrementAndGet();
            }
        }

        private void requireNotRefused() {
            RefusedValueException earlier = refusal;
            if (earlier != null) {
                throw earlier;
            }
        }

        private RefusedValueException refuse(RefusedValueException ex) {
            refusal = ex;
            return ex;
        }

        private boolean isFirstNotCheckable() {
            return !notCheckable.get() && notCheckable.compareAndSet(false, true);
        }
    }
}
