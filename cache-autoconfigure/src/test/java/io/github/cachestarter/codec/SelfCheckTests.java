package io.github.cachestarter.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class SelfCheckTests {

    private static final EntryMeta META = new EntryMeta(7, 0, 0, 0, 1_000);

    private final List<Finding> findings = new ArrayList<>();
    private final Copier copier = new Copier();

    @Test
    void theFirstValuesOfAClassAreChecked() {
        HeaderEntryCodec codec = codec(new SelfCheck(20, 1_000), SelfCheckTests::never);
        for (int i = 0; i < 100; i++) {
            codec.encode(new Entry(new Box("a"), META), Box.class);
        }
        assertThat(copier.decoded).isEqualTo(20);
        codec.encode(new Entry(new SubBox("a"), META), Box.class);
        assertThat(copier.decoded).as("another class starts anew").isEqualTo(21);
    }

    @Test
    void thenOneInSoMany() {
        int[] bound = new int[1];
        HeaderEntryCodec codec = codec(new SelfCheck(0, 1_000), n -> {
            bound[0] = n;
            return 0;
        });
        codec.encode(new Entry(new Box("a"), META), Box.class);
        assertThat(copier.decoded).isEqualTo(1);
        assertThat(bound[0]).isEqualTo(1_000);
        codec(new SelfCheck(0, 1_000), SelfCheckTests::never).encode(new Entry(new Box("a"), META), Box.class);
        assertThat(copier.decoded).isEqualTo(1);
    }

    @Test
    void zeroSwitchesItOff() {
        HeaderEntryCodec codec = codec(SelfCheck.OFF, bound -> 0);
        copier.copy = box -> new Box("other");
        codec.encode(new Entry(new Box("a"), META), Box.class);
        assertThat(copier.decoded).isZero();
    }

    @Test
    void aDifferenceMakesTheClassRefusedFromThenOn() {
        HeaderEntryCodec codec = codec(new SelfCheck(1, 0), SelfCheckTests::never);
        copier.copy = box -> new Box("other");
        Entry entry = new Entry(new Box("a"), META);
        assertThatThrownBy(() -> codec.encode(entry, Box.class))
                .isInstanceOfSatisfying(
                        RefusedValueException.class,
                        ex -> assertThat(ex.where()).isEqualTo(Box.class.getName() + ".content"))
                .hasMessageContaining("products");
        int encoded = copier.encoded;
        copier.copy = box -> new Box(box.content);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> codec.encode(entry, Box.class)).isInstanceOf(RefusedValueException.class);
        }
        assertThat(copier.encoded).as("costs nothing").isEqualTo(encoded);
        assertThat(codec.refusals()).containsExactly(Map.entry(Box.class.getName() + ".content", 11L));
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo("value-refused"));
        copier.copy = box -> new SubBox(box.content);
        assertThat(codec.encode(new Entry(new SubBox("a"), META), Box.class))
                .as("another class")
                .isNotEmpty();
    }

    @Test
    void whatCannotBeDecodedAgainIsADifference() {
        HeaderEntryCodec codec = codec(new SelfCheck(1, 0), SelfCheckTests::never);
        copier.copy = box -> {
            throw new StackOverflowError();
        };
        assertThatThrownBy(() -> codec.encode(new Entry(new Box("a"), META), Box.class))
                .isInstanceOf(RefusedValueException.class)
                .hasMessageContaining("decoded again");
    }

    @Test
    void aValueThatChangesMeanwhileIsRefusedOnceButItsClassIsNot() {
        HeaderEntryCodec codec = codec(new SelfCheck(20, 0), SelfCheckTests::never);
        Box box = new Box("a");
        copier.copy = original -> {
            Box copy = new Box(original.content);
            original.content = "changed";
            return copy;
        };
        assertThatThrownBy(() -> codec.encode(new Entry(box, META), Box.class))
                .isInstanceOf(RefusedValueException.class)
                .hasMessageContaining("changed while");
        copier.copy = original -> new Box(original.content);
        assertThat(codec.encode(new Entry(box, META), Box.class)).isNotEmpty();
    }

    @Test
    void whatCannotBeComparedIsStoredWithAFinding() {
        HeaderEntryCodec codec = codec(new SelfCheck(20, 0), SelfCheckTests::never);
        copier.copy = box -> new Box(new Object());
        for (int i = 0; i < 3; i++) {
            assertThat(codec.encode(new Entry(new Box(new Object()), META), Box.class))
                    .isNotEmpty();
        }
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("value-not-checkable");
            assertThat(finding.message()).contains("Box.content");
        });
    }

    @Test
    void theCheckMayRunOffTheCallersPath() {
        HeaderEntryCodec codec = codec(new SelfCheck(2, 0), SelfCheckTests::never);
        Encoding good = codec.prepare(new Entry(new Box("a"), META), Box.class);
        assertThat(good.checkPending()).isTrue();
        assertThat(copier.decoded).isZero();
        good.check();
        assertThat(good.checkPending()).isFalse();
        assertThat(copier.decoded).isEqualTo(1);

        copier.copy = box -> new Box("other");
        Encoding bad = codec.prepare(new Entry(new Box("a"), META), Box.class);
        assertThatThrownBy(bad::check).isInstanceOf(RefusedValueException.class);
        assertThat(bad.checkPending()).as("never to be stored").isTrue();
        assertThat(codec.prepare(new Entry(null, META), Box.class).checkPending())
                .isFalse();
    }

    @Test
    void inABurstOfFirstValuesNoneIsStoredBeforeAsManyChecksHavePassed() {
        HeaderEntryCodec codec = codec(new SelfCheck(2, 0), SelfCheckTests::never);
        List<Encoding> burst = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            burst.add(codec.prepare(new Entry(new Box("a"), META), Box.class));
        }
        assertThat(burst)
                .allSatisfy(encoding -> assertThat(encoding.checkPending()).isTrue());
        burst.subList(0, 2).forEach(Encoding::check);
        assertThat(codec.prepare(new Entry(new Box("a"), META), Box.class).checkPending())
                .isFalse();
    }

    @Test
    void aNegativeCountIsAnError() {
        assertThatThrownBy(() -> new SelfCheck(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int never(int bound) {
        return bound - 1;
    }

    private HeaderEntryCodec codec(SelfCheck check, IntUnaryOperator random) {
        Findings sink = new Findings() {
            @Override
            public void report(Finding finding) {
                findings.add(finding);
            }

            @Override
            public void resolve(String code, String subject) {}
        };
        ValueSettings settings = new ValueSettings("copier", Optional.empty(), 1_000, 0);
        return new HeaderEntryCodec("products", settings, copier, sink, check, random);
    }

    static class Box {
        Object content;

        Box(Object content) {
            this.content = content;
        }
    }

    static final class SubBox extends Box {
        SubBox(Object content) {
            super(content);
        }
    }

    /** A codec that remembers the last value and gives a copy of it, right or wrong. */
    private static final class Copier implements ValueCodec, TypeCodec {

        private Function<Box, Box> copy = box -> box instanceof SubBox ? new SubBox(box.content) : new Box(box.content);
        private Box last = new Box("");
        private int encoded;
        private int decoded;

        @Override
        public String id() {
            return "copier";
        }

        @Override
        public int wireId() {
            return 202;
        }

        @Override
        public TypeCodec forType(Type declaredType) {
            return this;
        }

        @Override
        public long fingerprint() {
            return 1;
        }

        @Override
        public byte[] encode(Object value) {
            encoded++;
            last = (Box) value;
            return new byte[] {1};
        }

        @Override
        public Object decode(byte[] bytes, int offset, int length) {
            decoded++;
            return copy.apply(last);
        }

        @Override
        public boolean immutable() {
            return false;
        }
    }
}
