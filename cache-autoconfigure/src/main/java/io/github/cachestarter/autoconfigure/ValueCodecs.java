package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.ValueCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The codecs by their ids: those of this library and the application's beans. */
final class ValueCodecs {

    private final Map<String, ValueCodec> byId = new TreeMap<>();

    /**
     * Collects codecs.
     *
     * @throws IllegalStateException if two have one id, or one number in the header of an entry
     */
    ValueCodecs(List<ValueCodec> codecs) {
        for (ValueCodec codec : codecs) {
            for (ValueCodec other : byId.values()) {
                if (other.id().equals(codec.id()) || other.wireId() == codec.wireId()) {
                    throw new IllegalStateException("The codecs " + describe(other) + " and " + describe(codec)
                            + " cannot be told apart: a ValueCodec needs an id and a wire id of its own");
                }
            }
            byId.put(codec.id(), codec);
        }
    }

    Set<String> ids() {
        return Set.copyOf(byId.keySet());
    }

    /** The codec of this id, which the settings have checked to exist. */
    ValueCodec get(String id) {
        ValueCodec codec = byId.get(id);
        if (codec == null) {
            throw new IllegalStateException("There is no codec '" + id + "'");
        }
        return codec;
    }

    private static String describe(ValueCodec codec) {
        return codec.getClass().getName() + " (id '" + codec.id() + "', wire id " + codec.wireId() + ")";
    }
}
