package io.github.cachestarter.warmup;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.insight.ReadKey;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one cache that all its instances together read most, in one key of Redis: a sorted set of their texts, bounded,
 * which lasts as long as instances go on writing to it and a day more. Only keys that can be made of their text again are
 * written. Each write is in pieces, so that none keeps the server for long. Thread-safe.
 */
public final class HotKeyRecord {

    /** After this time a read counts half. */
    private static final Duration HALF_LIFE = Duration.ofHours(1);

    /** Entries of a longer break have expired, and key texts may be personal data. */
    private static final Duration LASTS = Duration.ofDays(1);

    private static final int PIECE = 250;

    private final RedisGateway gateway;
    private final KeyNames names;
    private final int most;

    /**
     * Creates the record of a cache.
     *
     * @param most how many keys it has at most; positive
     */
    public HotKeyRecord(RedisGateway gateway, KeyNames names, int most) {
        this.gateway = gateway;
        this.names = names;
        this.most = most;
    }

    /** Whether Redis can be asked now. */
    boolean available() {
        return gateway.available(names.hotKeys());
    }

    /**
     * Adds what this instance has read.
     *
     * @throws io.github.cachestarter.RemoteException if Redis has not taken all of it
     */
    void add(List<ReadKey> keys) {
        List<byte[]> arguments = new ArrayList<>();
        for (ReadKey key : keys) {
            String text = text(key.key());
            if (text != null && key.reads() > 0) {
                arguments.add(bytes(Double.toString(key.reads())));
                arguments.add(bytes(text));
            }
            if (arguments.size() == 2 * PIECE) {
                send(arguments);
                arguments.clear();
            }
        }
        if (!arguments.isEmpty()) {
            send(arguments);
        }
    }

    private void send(List<byte[]> readsAndKeys) {
        List<byte[]> arguments = new ArrayList<>(List.of(
                bytes(Long.toString(HALF_LIFE.toMillis())),
                bytes(Long.toString(LASTS.toMillis())),
                bytes(Integer.toString(most))));
        arguments.addAll(readsAndKeys);
        gateway.run(Script.RECORD_HOT_KEYS, names.hotKeys(), arguments.toArray(byte[][]::new))
                .await();
    }

    /** Reads the application's keys, the most read first. */
    Pending<List<Object>> keys(int atMost) {
        return gateway.run(Script.HOT_KEYS, names.hotKeys(), bytes(Integer.toString(Math.min(atMost, most))))
                .map(this::sources);
    }

    private List<Object> sources(@Nullable Object reply) {
        List<Object> keys = new ArrayList<>();
        for (Object text : reply instanceof List<?> texts ? texts : List.of()) {
            if (text instanceof byte[] utf8) {
                names.source(new String(utf8, StandardCharsets.UTF_8)).ifPresent(keys::add);
            }
        }
        Collections.reverse(keys);
        return keys;
    }

    /** Null: no key can be made of it again. */
    private @Nullable String text(Object key) {
        EntryKey address = key instanceof EntryKey own ? own : names.key(key);
        String text = names.text(address);
        Optional<Object> again = names.source(text);
        return again.isPresent() ? text : null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
