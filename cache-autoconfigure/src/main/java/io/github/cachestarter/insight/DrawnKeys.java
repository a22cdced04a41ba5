package io.github.cachestarter.insight;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A random sample of the servers' keys, with the names of caches in place of the keys: this is what the instances share, so
 * no key lies anywhere that lay only in its own place before.
 *
 * @param at when it was drawn
 * @param databaseKeys how many keys there are
 * @param draws how many were drawn, of whomever
 * @param caches those that are entries of the application's caches, by the name of the cache
 */
record DrawnKeys(Instant at, long databaseKeys, int draws, Map<String, List<Drawn>> caches) {

    private static final byte FORMAT = 1;

    DrawnKeys {
        caches = Map.copyOf(caches);
    }

    /** One entry: the memory it takes, and what is left of its time; negative: it has none. */
    record Drawn(long bytes, long ttlMillis) {}

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(at.toEpochMilli());
            out.writeLong(databaseKeys);
            out.writeInt(draws);
            out.writeInt(caches.size());
            for (Map.Entry<String, List<Drawn>> cache : caches.entrySet()) {
                out.writeUTF(cache.getKey());
                out.writeInt(cache.getValue().size());
                for (Drawn drawn : cache.getValue()) {
                    out.writeLong(drawn.bytes);
                    out.writeLong(drawn.ttlMillis);
                }
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return bytes.toByteArray();
    }

    /** What an instance has shared; null: it is of another release, or damaged. */
    static @Nullable DrawnKeys decode(byte[] shared) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(shared))) {
            if (in.readByte() != FORMAT) {
                return null;
            }
            Instant at = Instant.ofEpochMilli(in.readLong());
            long databaseKeys = in.readLong();
            int draws = in.readInt();
            Map<String, List<Drawn>> caches = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                caches.put(in.readUTF(), drawn(in));
            }
            return new DrawnKeys(at, databaseKeys, draws, caches);
        } catch (IOException | RuntimeException ex) {
            return null;
        }
    }

    private static List<Drawn> drawn(DataInputStream in) throws IOException {
        List<Drawn> result = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            result.add(new Drawn(in.readLong(), in.readLong()));
        }
        return result;
    }
}
