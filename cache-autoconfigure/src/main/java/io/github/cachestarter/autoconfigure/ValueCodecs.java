package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.ValueCodec;
import io.github.cachestarter.codec.serial.JavaCodec;
import io.github.cachestarter.codec.state.StateCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The codecs by their ids: those of this library and the application's beans. */
final class ValueCodecs {

    private static final int LARGEST = 255;
    private static final int FIRST_FREE = 128;

    private final Map<String, ValueCodec> byId = new TreeMap<>();

    /**
     * Collects codecs.
     *
     * @throws InvalidCodecException if two have one id, or one number in the header of an entry, or if an application's
     *     codec has a number that is reserved or does not fit
     */
    ValueCodecs(List<ValueCodec> codecs) {
        for (ValueCodec codec : codecs) {
            if (codec.wireId() > LARGEST || codec.wireId() < smallest(codec)) {
                throw new InvalidCodecException(
                        "The codec " + describe(codec) + " has a wire id that it must not have",
                        "Let its wireId() return a number from 128 to 255; 0 to 127 are reserved for the cache starter");
            }
            for (ValueCodec other : byId.values()) {
                if (other.id().equals(codec.id()) || other.wireId() == codec.wireId()) {
                    throw new InvalidCodecException(
                            "The codecs " + describe(other) + " and " + describe(codec) + " cannot be told apart",
                            "Give each ValueCodec an id() and a wireId() of its own, or remove one of the beans");
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

    private static int smallest(ValueCodec codec) {
        return codec instanceof StateCodec || codec instanceof JavaCodec ? 0 : FIRST_FREE;
    }

    private static String describe(ValueCodec codec) {
        return codec.getClass().getName() + " (id '" + codec.id() + "', wire id " + codec.wireId() + ")";
    }
}
