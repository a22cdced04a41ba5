package io.github.cachestarter.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueCodec;
import io.github.cachestarter.ValueSettings;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;

/** Several types in one cache, and the types that it refuses. */
class CacheTypesTests {

    private static final EntryMeta META = new EntryMeta(7, 0, 1_234, 0, 1_000);

    private final TextCodec text = new TextCodec();
    private final RecordedFindings findings = new RecordedFindings();
    private final HeaderEntryCodec codec = cache(text, Optional.empty());

    @Test
    void methodsOfOneCacheMayDeclareSeveralTypes() {
        byte[] word = codec.encode(new Entry("42", META), String.class);
        byte[] number = codec.encode(new Entry(42L, META), Long.class);
        assertThat(value(codec.decode(word, String.class))).isEqualTo("42");
        assertThat(value(codec.decode(number, Long.class))).isEqualTo(42L);
    }

    @Test
    void aValueOfAnotherMethodThatDoesNotFitIsAMissAndNoClassCastException() {
        codec.learn(String.class);
        byte[] number = codec.encode(new Entry(42L, META), Long.class);
        assertThat(codec.decode(number, String.class))
                .isEqualTo(new DecodedEntry.Invalid(MissReason.SHAPE_CHANGED, 7, 1_234));
    }

    @Test
    void aValueOfAnotherMethodThatFitsIsAHit() {
        byte[] number = codec.encode(new Entry(42L, META), Long.class);
        assertThat(value(codec.decode(number, Object.class))).isEqualTo(42L);
        assertThat(value(codec.decode(number, null))).isEqualTo(42L);
        assertThat(value(codec.decode(number, long.class))).isEqualTo(42L);
    }

    @Test
    void aGenericTypeWithOtherArgumentsDoesNotFit() {
        TypeCodec any = text.forType(String.class);
        KnownType longs = KnownType.readable(type(List.class, Long.class), any);
        KnownType words = KnownType.readable(type(List.class, String.class), any);
        KnownType lists = KnownType.readable(type(ArrayList.class, Long.class), any);
        assertThat(longs.accepts(words, List.of())).isFalse();
        assertThat(longs.accepts(lists, List.of())).isTrue();
    }

    @Test
    void aTypeThatThisInstanceDoesNotKnowIsAMiss() {
        byte[] number = codec.encode(new Entry(42L, META), Long.class);
        HeaderEntryCodec other = cache(new TextCodec(), Optional.empty());
        assertThat(other.decode(number, String.class))
                .isEqualTo(new DecodedEntry.Invalid(MissReason.SHAPE_CHANGED, 7, 1_234));
        assertThat(value(other.decode(number, Long.class))).isEqualTo(42L);
        assertThat(value(other.decode(number, null))).as("known from now on").isEqualTo(42L);
    }

    @Test
    void aPlainValueThatAnotherInstancePutByHandIsAHit() {
        byte[] word = codec.encode(new Entry("a", META), null);
        HeaderEntryCodec other = cache(new TextCodec(), Optional.empty());
        assertThat(value(other.decode(word, null))).isEqualTo("a");
        assertThat(findings.reported).isEmpty();
    }

    @Test
    void anExpectedTypeIsKnownAndItsRefusalIsNoFinding() {
        byte[] number = codec.encode(new Entry(42, META), null);
        HeaderEntryCodec other = cache(new TextCodec(), Optional.empty());
        other.expect(Integer.class);
        other.expect(CacheTypesTests.class);
        assertThat(value(other.decode(number, null))).isEqualTo(42);
        assertThat(findings.reported).isEmpty();
    }

    @Test
    void aCacheUsedByHandTakesTheClassOfTheValue() {
        byte[] word = codec.encode(new Entry("a", META), null);
        byte[] number = codec.encode(new Entry(1, META), null);
        assertThat(value(codec.decode(word, null))).isEqualTo("a");
        assertThat(value(codec.decode(number, null))).isEqualTo(1);
    }

    @Test
    void aCacheUsedByHandTakesTheConfiguredType() {
        HeaderEntryCodec typed = cache(text, Optional.of(Long.class));
        byte[] number = typed.encode(new Entry(1L, META), null);
        HeaderEntryCodec other = cache(new TextCodec(), Optional.of(Long.class));
        assertThat(value(other.decode(number, null)))
                .as("without a value seen before")
                .isEqualTo(1L);
        assertThat(value(other.decode(number, Object.class))).isEqualTo(1L);
    }

    @Test
    void aTypeIsAnalysedOnce() {
        for (int i = 0; i < 10; i++) {
            codec.decode(codec.encode(new Entry("a", META), String.class), String.class);
            assertThatThrownBy(() -> codec.encode(new Entry(this, META), CacheTypesTests.class))
                    .isInstanceOf(RefusedValueException.class);
        }
        assertThat(text.analysed.get(String.class)).hasValue(1);
        assertThat(text.analysed.get(CacheTypesTests.class)).hasValue(1);
    }

    @Test
    void aRefusedTypeIsReportedOnceAndCountedEachTime() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> codec.encode(new Entry(this, META), CacheTypesTests.class))
                    .isInstanceOf(RefusedValueException.class);
        }
        assertThat(codec.refusals()).containsExactly(Map.entry(CacheTypesTests.class.getName(), 3L));
        assertThat(findings.reported).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("value-refused");
            assertThat(finding.subject()).contains("products", CacheTypesTests.class.getName());
            assertThat(finding.action()).isEqualTo("Use a string");
        });
    }

    @Test
    void aNullOfARefusedTypeIsStillANull() {
        byte[] bytes = codec.encode(new Entry(null, META), CacheTypesTests.class);
        assertThat(codec.decode(bytes, CacheTypesTests.class)).isEqualTo(new DecodedEntry.Valid(new Entry(null, META)));
    }

    @Test
    void theScanAtStartHearsAtOnceWhatIsRefused() {
        assertThat(codec.learn(String.class)).isEmpty();
        assertThat(codec.learn(CacheTypesTests.class)).isPresent();
        assertThat(findings.reported).hasSize(1);
        assertThat(codec.refusals()).containsExactly(Map.entry(CacheTypesTests.class.getName(), 0L));
    }

    @Test
    void aCodecThatFailsToAnalyseATypeRefusesIt() {
        HeaderEntryCodec failing = cache(new FailingCodec(), Optional.empty());
        assertThatThrownBy(() -> failing.encode(new Entry("a", META), String.class))
                .isInstanceOf(RefusedValueException.class)
                .hasMessageContaining("products")
                .hasMessageContaining("com/acme/Missing");
    }

    @Test
    void aWireIdThatDoesNotFitTheHeaderIsAnErrorAtStart() {
        FailingCodec codec256 = new FailingCodec() {
            @Override
            public int wireId() {
                return 256;
            }
        };
        assertThatThrownBy(() -> cache(codec256, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("failing")
                .hasMessageContaining("256");
    }

    private HeaderEntryCodec cache(ValueCodec values, Optional<Type> type) {
        ValueSettings settings = new ValueSettings(values.id(), type, 1_000, 0);
        return new HeaderEntryCodec("products", settings, values, findings, SelfCheck.OFF, bound -> bound - 1);
    }

    private static Type type(Class<?> raw, Class<?> argument) {
        return ResolvableType.forClassWithGenerics(raw, argument).getType();
    }

    private static Object value(DecodedEntry decoded) {
        assertThat(decoded).isInstanceOf(DecodedEntry.Valid.class);
        return ((DecodedEntry.Valid) decoded).entry().value();
    }

    private static final class RecordedFindings implements Findings {

        private final List<Finding> reported = new ArrayList<>();

        @Override
        public void report(Finding finding) {
            reported.add(finding);
        }

        @Override
        public void resolve(String code, String subject) {}
    }

    private static class FailingCodec implements ValueCodec {

        @Override
        public String id() {
            return "failing";
        }

        @Override
        public int wireId() {
            return 201;
        }

        @Override
        public TypeCodec forType(Type declaredType) {
            throw new NoClassDefFoundError("com/acme/Missing");
        }
    }
}
