package io.github.cachestarter;

import java.lang.reflect.Type;
import java.util.Optional;

/**
 * How the values of a cache become bytes.
 *
 * @param codec the id of the {@link ValueCodec}
 * @param type the type of the values where no method declares one (a cache used by hand)
 * @param maxPayload the largest payload in bytes, before compression, that is stored
 * @param compressionThreshold payloads of at least this many bytes are compressed; 0 = never
 */
public record ValueSettings(String codec, Optional<Type> type, int maxPayload, int compressionThreshold) {}
