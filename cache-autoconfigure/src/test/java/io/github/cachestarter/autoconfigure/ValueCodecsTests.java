package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueCodec;
import java.lang.reflect.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ValueCodecsTests {

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 127, 256})
    void a_reserved_or_impossible_wire_id_stops_the_start(int wireId) {
        FailureAnalysis failure = failureOf(new Named("xml", wireId));

        assertThat(failure.getDescription()).contains("(id 'xml', wire id " + wireId + ")");
        assertThat(failure.getAction()).contains("from 128 to 255");
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 255})
    void a_free_wire_id_is_taken(int wireId) {
        SettingsContext.runner()
                .withBean(ValueCodec.class, () -> new Named("xml", wireId))
                .run(context ->
                        assertThat(context.getBean(ValueCodecs.class).ids()).contains("xml", "json"));
    }

    @Test
    void two_codecs_of_one_id_or_number_stop_the_start() {
        assertThat(failureOf(new Named("xml", 200), new Named("xml", 201)).getDescription())
                .contains("wire id 200", "wire id 201", "cannot be told apart");
        assertThat(failureOf(new Named("xml", 200), new Named("yaml", 200)).getAction())
                .contains("an id() and a wireId() of its own");
        assertThat(failureOf(new Named("json", 200)).getDescription()).contains("StateCodec");
    }

    private static FailureAnalysis failureOf(ValueCodec... codecs) {
        var runner = SettingsContext.runner();
        for (int i = 0; i < codecs.length; i++) {
            ValueCodec codec = codecs[i];
            runner = runner.withBean("codec" + i, ValueCodec.class, () -> codec);
        }
        return SettingsContext.failureOf(runner);
    }

    private record Named(String id, int wireId) implements ValueCodec {

        @Override
        public TypeCodec forType(Type declaredType) {
            throw new UnsupportedOperationException();
        }
    }
}
