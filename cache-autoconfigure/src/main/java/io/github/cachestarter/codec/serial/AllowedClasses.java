package io.github.cachestarter.codec.serial;

import io.github.cachestarter.RefusedValueException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The classes that may lie in a payload: those that the application lists, and a fixed set of the JDK's plain values and
 * containers. Everything else is refused, in both directions, by its name and before it is loaded. Immutable.
 */
final class AllowedClasses {

    /** Where the application lists its classes. */
    static final String PROPERTY = "cache-starter.java-codec.allow";

    /** A class name, a package ({@code .*}), or a package and all below it ({@code .**}). Never just a star. */
    private static final Pattern ENTRY =
            Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*(\\.\\p{javaJavaIdentifierStart}"
                    + "\\p{javaJavaIdentifierPart}*)*(\\.\\*{1,2})?");

    private static final Set<String> JDK = jdk();

    private final Set<String> names = new TreeSet<>();
    private final Set<String> packages = new TreeSet<>();
    private final Set<String> trees = new TreeSet<>();

    private AllowedClasses() {}

    /**
     * Reads the list.
     *
     * @throws IllegalArgumentException if it is empty, or an entry is neither a class name nor a package
     */
    static AllowedClasses of(Collection<String> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(
                    "The codec 'java' reads only classes that are allowed, and none is: list "
                            + "them in " + PROPERTY + ", as class names, packages (com.acme.*) or packages with all "
                            + "below them (com.acme.**), or use the codec 'json'");
        }
        AllowedClasses allowed = new AllowedClasses();
        entries.forEach(allowed::add);
        return allowed;
    }

    private void add(String entry) {
        if (!ENTRY.matcher(entry).matches()) {
            throw new IllegalArgumentException("'" + entry + "' in " + PROPERTY + " is neither a class name such as "
                    + "com.acme.Order nor a package such as com.acme.* or com.acme.**");
        }
        if (entry.endsWith(".**")) {
            trees.add(entry.substring(0, entry.length() - 2));
        } else if (entry.endsWith(".*")) {
            packages.add(entry.substring(0, entry.length() - 2));
        } else {
            names.add(entry);
        }
    }

    /** Whether a class may lie in a payload; an array may if its elements may. */
    boolean allows(String className) {
        String name = element(className);
        if (name.isEmpty() || JDK.contains(name) || names.contains(name)) {
            return true;
        }
        int dot = name.lastIndexOf('.');
        return (dot > 0 && packages.contains(name.substring(0, dot)))
                || trees.stream().anyMatch(name::startsWith);
    }

    /** Refuses a value because of a class that is not allowed. */
    void require(Class<?> type) {
        if (!allows(type.getName())) {
            throw new RefusedValueException(
                    type.getName(),
                    "the codec 'java' may not write it, because it may not read it",
                    "Add the class to " + PROPERTY + " if nobody can do harm with objects of it");
        }
    }

    /** The classes that are allowed by name, in alphabetical order. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    /** The name of an array's innermost element; empty for a primitive. */
    private static String element(String className) {
        int dimensions = className.lastIndexOf('[') + 1;
        if (dimensions == 0) {
            return className;
        }
        return className.charAt(dimensions) == 'L' ? className.substring(dimensions + 1, className.length() - 1) : "";
    }

    /** Also what stands in for another in a payload (Ser, CollSer), and what comes out of it then. */
    private static Set<String> jdk() {
        Set<String> names = new TreeSet<>();
        addAll(names, "java.lang.", "Object Number Boolean Character Byte Short Integer Long Float Double String Enum");
        addAll(names, "java.math.", "BigDecimal BigInteger");
        addAll(names, "java.net.", "URI");
        addAll(names, "java.sql.", "Date Time Timestamp");
        addAll(names, "java.time.", "Ser Duration Instant LocalDate LocalDateTime LocalTime MonthDay OffsetDateTime");
        addAll(
                names,
                "java.time.",
                "OffsetTime Period Year YearMonth ZoneOffset ZoneRegion ZonedDateTime DayOfWeek Month");
        addAll(names, "java.util.", "ArrayDeque ArrayList BitSet Currency Date EnumMap HashMap HashSet LinkedHashMap");
        addAll(names, "java.util.", "LinkedHashSet LinkedList Locale TreeMap TreeSet UUID CollSer Map$Entry");
        addAll(names, "java.util.", "AbstractMap$SimpleEntry AbstractMap$SimpleImmutableEntry Arrays$ArrayList");
        addAll(names, "java.util.", "EnumSet$SerializationProxy RegularEnumSet JumboEnumSet");
        addAll(names, "java.util.ImmutableCollections$", "List12 ListN Set12 SetN Map1 MapN");
        addAll(names, "java.util.Collections$", "EmptyList EmptyMap EmptySet SingletonList SingletonMap SingletonSet");
        addAll(names, "java.util.Collections$", "UnmodifiableCollection UnmodifiableList UnmodifiableMap");
        addAll(names, "java.util.Collections$", "UnmodifiableRandomAccessList UnmodifiableSet UnmodifiableSortedMap");
        addAll(names, "java.util.Collections$", "UnmodifiableSortedSet");
        return Set.copyOf(names);
    }

    private static void addAll(Set<String> names, String start, String simpleNames) {
        List.of(simpleNames.split(" ")).forEach(name -> names.add(start + name));
    }
}
