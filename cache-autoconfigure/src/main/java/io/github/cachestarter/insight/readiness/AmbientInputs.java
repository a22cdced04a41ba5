package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.insight.readiness.AmbientInput.InKey;
import io.github.cachestarter.insight.readiness.AmbientInput.Kind;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Finds what a cached method knows of its caller, by its parameters and by what its body calls, and whether its key knows
 * it too. A key that is an expression is taken by its words: where the expression names the parameter, or something of
 * that kind, it is in the key.
 */
final class AmbientInputs {

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    /** Words by which an expression shows that it knows something of the caller, in lower case. */
    private static final Map<Kind, List<String>> WORDS = Map.of(
            Kind.USER, List.of("security", "principal", "authentication", "user", "tenant"),
            Kind.LOCALE, List.of("locale", "lang", "timezone", "zone"),
            Kind.REQUEST, List.of("request", "session", "header"));

    private final Method method;
    private final String key;
    private final boolean generated;

    private AmbientInputs(Method method, CacheOperation operation) {
        this.method = method;
        this.key = operation.getKey();
        this.generated = StringUtils.hasText(operation.getKeyGenerator());
    }

    /** All of them, parameters first. */
    static List<AmbientInput> of(Method method, Class<?> type, CacheOperation operation) {
        AmbientInputs inputs = new AmbientInputs(AopUtils.getMostSpecificMethod(method, type), operation);
        Set<AmbientInput> found = new LinkedHashSet<>();
        inputs.parameters(found);
        inputs.body(found);
        return List.copyOf(found);
    }

    private void parameters(Set<AmbientInput> found) {
        Class<?>[] types = method.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            Kind kind = AmbientSources.ofType(types[i]);
            if (kind != null) {
                found.add(new AmbientInput(kind, "the parameter " + types[i].getSimpleName(), parameterInKey(i, kind)));
            }
        }
    }

    private void body(Set<AmbientInput> found) {
        for (String called : new TreeSet<>(MethodBody.calledBy(method).orElse(Set.of()))) {
            Kind kind = AmbientSources.ofCalled(called);
            // A request that came as a parameter is judged as such.
            if (kind != null && found.stream().noneMatch(input -> input.kind() == kind)) {
                String source = ClassUtils.getShortName(ClassUtils.convertResourcePathToClassName(called));
                found.add(new AmbientInput(kind, source, bodyInKey(kind)));
            }
        }
    }

    /** Spring makes a key of all parameters unless it is told otherwise. */
    private InKey parameterInKey(int index, Kind kind) {
        if (generated) {
            return InKey.UNKNOWN;
        }
        boolean all = !StringUtils.hasText(key) || key.contains("root.args");
        return all || names("p" + index) || names("a" + index) || names(nameOf(index)) || speaksOf(kind)
                ? InKey.YES
                : InKey.NO;
    }

    private InKey bodyInKey(Kind kind) {
        if (generated) {
            return InKey.UNKNOWN;
        }
        return speaksOf(kind) ? InKey.YES : InKey.NO;
    }

    private @Nullable String nameOf(int index) {
        String[] names = NAMES.getParameterNames(method);
        return names == null ? null : names[index];
    }

    private boolean names(@Nullable String variable) {
        return variable != null
                && Pattern.compile("#" + Pattern.quote(variable) + "\\b")
                        .matcher(key)
                        .find();
    }

    private boolean speaksOf(Kind kind) {
        String text = key.toLowerCase(Locale.ROOT);
        return WORDS.getOrDefault(kind, List.of()).stream().anyMatch(text::contains);
    }
}
