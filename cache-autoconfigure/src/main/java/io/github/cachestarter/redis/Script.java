package io.github.cachestarter.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * The scripts of the protocol, one resource file each beside this class. Every script touches exactly one key, so that
 * all of them run on a Redis Cluster.
 */
public enum Script {
    ACQUIRE,
    STORE,
    RELEASE,
    EVICT,
    CLAIM,
    PUT,
    PUT_DIRECT;

    private final byte[] source = read(name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua");

    /** The script's text in UTF-8; a copy. */
    public byte[] source() {
        return source.clone();
    }

    private static byte[] read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The script " + file + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
