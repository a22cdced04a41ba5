package io.github.cachestarter.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The scripts of the protocol, one resource file each beside this class. Every script touches exactly one key, so that
 * all of them run on a Redis Cluster.
 */
public enum Script {
    ACQUIRE,
    STORE,
    RELEASE,
    RENEW,
    EVICT,
    OUTDATE,
    CLAIM,
    PUT,
    PUT_DIRECT,
    GET_SLIDING,
    REFRESH,
    REARM,
    MARKERS,
    RECORD_HOT_KEYS,
    HOT_KEYS;

    private final String source = read(name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua");

    /** The script's text. */
    public String source() {
        return source;
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The script " + file + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
