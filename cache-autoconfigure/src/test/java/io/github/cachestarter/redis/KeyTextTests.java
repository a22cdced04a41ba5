package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;

class KeyTextTests {

    @Test
    void everyKindHasTheTextThatTheDecisionRecordPromises() {
        KeyExamples.all()
                .forEach((text, key) ->
                        assertThat(KeyExamples.NAMES.key(key).redisKey()).isEqualTo("shop:1:products:" + text));
    }

    @Test
    void keysAreEqualIfAndOnlyIfTheyShareARedisKey() {
        RandomKeys keys = new RandomKeys(20260102L);
        Map<SimpleKey, String> textOfEqual = new HashMap<>();
        Map<String, SimpleKey> keyOfText = new HashMap<>();
        int met = 0;
        for (int i = 0; i < 200_000; i++) {
            // A simple key of one parameter compares arrays by content, and all else as it compares itself.
            Object source = keys.next();
            SimpleKey key = new SimpleKey(source);
            String text = new String(KeyExamples.NAMES.key(source).bytes(), StandardCharsets.UTF_8);
            String before = textOfEqual.putIfAbsent(key, text);
            assertThat(before).as("equal keys: %s", key).isIn(null, text);
            assertThat(keyOfText.putIfAbsent(text, key))
                    .as("keys of text %s", text)
                    .isIn(null, key);
            met += before == null ? 0 : 1;
        }
        assertThat(keys.kinds()).isGreaterThanOrEqualTo(15);
        assertThat(met).as("equal keys met").isGreaterThan(10_000);
        assertThat(keyOfText).as("unequal keys met").hasSizeGreaterThan(10_000);
    }

    @Test
    void anotherJvmGivesTheSameKeysWhateverWasLoadedBefore() throws Exception {
        List<Object> keys = new ArrayList<>(KeyExamples.all().values());
        Collections.reverse(keys);
        List<String> here = KeyExamples.redisKeys(keys);
        Collections.reverse(here);

        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process other = new ProcessBuilder(
                        java,
                        "-Duser.timezone=Asia/Tokyo",
                        "-Duser.language=tr",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyExamples.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(printed.strip().lines()).containsExactlyElementsOf(here);
    }
}
