package io.github.cachestarter;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.util.StringUtils;

/** The shape of the module: who may know whom. */
@TestInstance(Lifecycle.PER_CLASS)
class ArchitectureTests {

    private static final String ROOT = "io.github.cachestarter";

    /** A package imports only packages of a lower rank. */
    private static final Map<String, Integer> RANKS = Map.ofEntries(
            Map.entry("", 0),
            Map.entry("frequency", 0),
            Map.entry("codec", 1),
            Map.entry("redis", 1),
            Map.entry("local", 2),
            Map.entry("remote", 2),
            Map.entry("invalidation", 2),
            Map.entry("load", 3),
            Map.entry("write", 3),
            Map.entry("cache", 4),
            Map.entry("transaction", 4),
            Map.entry("insight", 5),
            Map.entry("warmup", 6),
            Map.entry("metrics", 6),
            Map.entry("actuate", 6),
            Map.entry("autoconfigure", 7));

    /** What was compiled beside a main class: no tests, wherever the build puts them. */
    private final JavaClasses module = new ClassFileImporter()
            .importUrl(CacheSettings.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void a_package_imports_only_lower_ranks() {
        classes().should(importOnlyLowerRanks()).check(module);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(module);
    }

    @Test
    void the_root_package_knows_nothing_but_the_jdk() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(ROOT, "java..", "org.jspecify.."))
                .check(module);
    }

    @ParameterizedTest
    @CsvSource({
        "tools.jackson.., codec",
        "com.fasterxml.jackson.., codec",
        "io.lettuce.., redis",
        "io.netty.., redis",
        "io.github.resilience4j.., redis",
        "com.github.benmanes.., local",
        "org.HdrHistogram.., insight",
        "org.springframework.transaction.., transaction",
        // The auto-configuration names what it wires: the connection factory, the registry, the endpoint's conditions.
        "org.springframework.data.redis.., redis autoconfigure",
        "io.micrometer.., metrics actuate autoconfigure",
        "org.springframework.boot.actuate.., actuate autoconfigure",
    })
    void a_library_has_one_home(String library, String homes) {
        String[] allowed = Arrays.stream(StringUtils.delimitedListToStringArray(homes, " "))
                .map(home -> ROOT + '.' + home + "..")
                .toArray(String[]::new);
        noClasses()
                .that(resideInAPackage(ROOT + "..")
                        .and(resideInAnyPackage(allowed).negate()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(module);
    }

    @Test
    void only_the_auto_configuration_reads_properties() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".autoconfigure..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.springframework.core.env..", "org.springframework.boot.context.properties..")
                        .or(JavaClass.Predicates.equivalentTo(Value.class)))
                .check(module);
    }

    @Test
    void no_package_is_a_drawer() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..support..", "..impl..", "..helper..")
                .check(module);
    }

    @Test
    void every_package_says_what_it_is_and_is_null_marked() {
        Stream<JavaPackage> packages =
                module.stream().map(JavaClass::getPackage).distinct();

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(some -> assertThat(some.tryGetPackageInfo())
                        .as(some.getName())
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class))
                                .isTrue()));
    }

    @Test
    void nobody_sleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(module);
        noClasses().should().callMethod(TimeUnit.class, "sleep", long.class).check(module);
    }

    @Test
    void wall_time_and_randomness_are_passed_in() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .check(module);
    }

    private static ArchCondition<JavaClass> importOnlyLowerRanks() {
        return new ArchCondition<>("import only packages of lower rank") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith(ROOT) && !allowed(part(origin), part(target))) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean allowed(String from, String to) {
        return from.equals(to) || rank(to) < rank(from);
    }

    private static int rank(String part) {
        assertThat(RANKS).as("the ranks").containsKey(part);
        return RANKS.get(part);
    }

    /** The first part of the package's name below the root: a subpackage has its parent's rank. */
    private static String part(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length());
        return rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
    }
}
