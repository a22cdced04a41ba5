package io.github.cachestarter.codec;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.ValueCodec;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The types of one cache. The type belongs to the method, not to the cache: one cache may hold {@code Collection<Vet>}
 * and {@code Page<Vet>}, and the fingerprint in the entry's header says which one it is. Types are learned at start, or
 * with the first call that names them; each is analysed once, also when that ends in a refusal. Thread-safe.
 */
final class CacheTypes {

    /** Classes made at run time (proxies, lambdas) must not fill the memory. */
    private static final int MAX_TYPES = 1_000;

    /**
     * What another instance may have stored where nothing is declared, and this one should find before it ever stored one
     * itself: {@code Object} stands for containers, see {@link #typeOf}. An application's classes are not among them.
     */
    private static final List<Type> PLAIN = List.of(
            Object.class,
            String.class,
            Boolean.class,
            Integer.class,
            Long.class,
            Double.class,
            BigDecimal.class,
            UUID.class,
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            byte[].class,
            String[].class);

    private static final Set<Type> SAYS_NOTHING = Set.of(Object.class, Void.class, void.class);

    private final String cache;
    private final ValueCodec codec;
    private final KnownType undeclared;
    private final Map<Type, KnownType> byDeclaration = new ConcurrentHashMap<>();
    private final Map<Type, KnownType> byType = new ConcurrentHashMap<>();
    private final Map<Long, KnownType> byFingerprint = new ConcurrentHashMap<>();
    private volatile boolean plainKnown;

    /**
     * Creates the types of a cache.
     *
     * @param configured the type of the values where no method declares one
     */
    CacheTypes(String cache, ValueCodec codec, Optional<Type> configured) {
        this.cache = cache;
        this.codec = codec;
        this.undeclared = configured.map(DeclaredTypes::closed).map(this::known).orElse(KnownType.open());
    }

    /** What is known of a declared type, learned now if need be; null: that of a cache used by hand. */
    KnownType declared(@Nullable Type declared) {
        if (declared == null) {
            return undeclared;
        }
        KnownType found = byDeclaration.get(declared);
        return found != null ? found : learn(declared);
    }

    /** What is known of the type under which a value is written. */
    KnownType ofValue(@Nullable Type declared, Object value) {
        KnownType found = declared(declared);
        return found.isOpen() ? known(typeOf(value)) : found;
    }

    /** The type with this fingerprint, or null. */
    @Nullable
    KnownType byFingerprint(long fingerprint) {
        KnownType found = byFingerprint.get(fingerprint);
        if (found == null && !plainKnown) {
            PLAIN.forEach(this::known);
            plainKnown = true;
            found = byFingerprint.get(fingerprint);
        }
        return found;
    }

    /** The declaration with this fingerprint; where none has it, as none has that of a null, the only one there is. */
    @Nullable
    Type declaredAs(long fingerprint) {
        for (Map.Entry<Type, KnownType> declaration : byDeclaration.entrySet()) {
            if (declaration.getValue().hasFingerprint(fingerprint)) {
                return declaration.getKey();
            }
        }
        List<Type> all = List.copyOf(byDeclaration.keySet());
        return all.size() == 1 ? all.get(0) : null;
    }

    private KnownType learn(Type declared) {
        Type type = DeclaredTypes.closed(declared);
        KnownType found = SAYS_NOTHING.contains(type) ? undeclared : known(type);
        if (byDeclaration.size() < MAX_TYPES) {
            byDeclaration.put(declared, found);
        }
        return found;
    }

    private KnownType known(Type type) {
        KnownType found = byType.get(type);
        if (found != null) {
            return found;
        }
        if (byType.size() >= MAX_TYPES) {
            return KnownType.refused(type, tooMany(type));
        }
        KnownType analysed = analyse(type);
        KnownType earlier = byType.putIfAbsent(type, analysed);
        KnownType result = earlier != null ? earlier : analysed;
        if (result.codec() != null) {
            byFingerprint.putIfAbsent(result.codec().fingerprint(), result);
        }
        return result;
    }

    private KnownType analyse(Type type) {
        try {
            return KnownType.readable(type, codec.forType(type));
        } catch (RefusedValueException ex) {
            return KnownType.refused(type, ex);
        } catch (RuntimeException | LinkageError | StackOverflowError ex) {
            return KnownType.refused(type, unusable(type, ex));
        }
    }

    /** Containers are written as what they hold, each element under its own class: their class says nothing of it. */
    private static Type typeOf(Object value) {
        if (value instanceof Collection || value instanceof Map || value instanceof Optional) {
            return Object.class;
        }
        return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    }

    private RefusedValueException tooMany(Type type) {
        return new RefusedValueException(
                type.getTypeName(),
                "the cache '" + cache + "' has seen more than " + MAX_TYPES + " types of values and learns no more",
                "Do not cache objects of classes that are made at run time, such as proxies and lambdas");
    }

    private RefusedValueException unusable(Type type, Throwable cause) {
        return new RefusedValueException(
                type.getTypeName(),
                "the codec '" + codec.id() + "' of the cache '" + cache + "' failed to analyse it: " + cause,
                "Make every class that it refers to available, or map it to a record");
    }
}
