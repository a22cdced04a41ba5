package io.github.cachestarter.codec.state;

import io.github.cachestarter.CacheTypeCustomizer;
import io.github.cachestarter.CacheTypeRegistry;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The classes that an application names in addition to what its declared types reach. Ordered by name, so that two
 * instances that register the same classes in another order understand each other. Immutable.
 */
public final class RegisteredTypes {

    private final List<Class<?>> types;

    private RegisteredTypes(Collection<Class<?>> types) {
        this.types = List.copyOf(types);
    }

    /** Nothing but what this project registers itself. */
    public static RegisteredTypes none() {
        return of(List.of(), List.of());
    }

    /**
     * Collects the classes of the property {@code cache-starter.types} and of the customizers.
     *
     * @throws IllegalArgumentException if one is an interface or abstract: no value ever has that class
     */
    public static RegisteredTypes of(
            Collection<Class<?>> types, Collection<? extends CacheTypeCustomizer> customizers) {
        Collector collector = new Collector();
        types.forEach(collector::add);
        customizers.forEach(customizer -> customizer.customize(collector));
        collector.types.addAll(SpringDataTypes.present());
        return new RegisteredTypes(collector.types);
    }

    List<Class<?>> types() {
        return types;
    }

    private static final class Collector implements CacheTypeRegistry {

        private final TreeSet<Class<?>> types = new TreeSet<>(Comparator.comparing(Class::getName));

        @Override
        public CacheTypeRegistry add(Class<?>... added) {
            for (Class<?> type : added) {
                if (!Classes.isConcrete(type)) {
                    throw new IllegalArgumentException(type.getName()
                            + " is an interface or abstract and cannot be registered as the type of a cached value: "
                            + "name its concrete classes in cache-starter.types or in the CacheTypeCustomizer");
                }
                types.add(type);
            }
            return this;
        }
    }
}
