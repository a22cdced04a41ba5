package io.github.cachestarter.insight.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.insight.readiness.AmbientInput.InKey;
import io.github.cachestarter.insight.readiness.AmbientInput.Kind;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.context.request.RequestContextHolder;

class AmbientInputsTests {

    @Test
    void a_parameter_is_in_the_key_unless_an_expression_leaves_it_out() {
        assertThat(inputs("all")).containsExactly(input(Kind.USER, "the parameter Principal", InKey.YES));
        assertThat(inputs("named")).containsExactly(input(Kind.USER, "the parameter Principal", InKey.YES));
        assertThat(inputs("byIndex")).containsExactly(input(Kind.LOCALE, "the parameter Locale", InKey.YES));
        assertThat(inputs("allArguments")).containsExactly(input(Kind.LOCALE, "the parameter Locale", InKey.YES));
        assertThat(inputs("leftOut")).containsExactly(input(Kind.USER, "the parameter Principal", InKey.NO));
        assertThat(inputs("similarName"))
                .containsExactly(input(Kind.REQUEST, "the parameter HttpServletRequest", InKey.NO));
    }

    @Test
    void a_key_generator_may_put_anything_into_the_key() {
        assertThat(inputs("generated"))
                .containsExactly(
                        input(Kind.USER, "the parameter Principal", InKey.UNKNOWN),
                        input(Kind.LOCALE, "LocaleContextHolder", InKey.UNKNOWN));
    }

    @Test
    void what_the_body_asks_is_seen_through_methods_and_lambdas_of_its_class() {
        assertThat(inputs("direct")).containsExactly(input(Kind.LOCALE, "LocaleContextHolder", InKey.NO));
        assertThat(inputs("throughMethod")).containsExactly(input(Kind.LOCALE, "LocaleContextHolder", InKey.NO));
        assertThat(inputs("throughLambda")).containsExactly(input(Kind.REQUEST, "RequestContextHolder", InKey.NO));
        assertThat(inputs("throughReference")).containsExactly(input(Kind.LOCALE, "LocaleContextHolder", InKey.NO));
        assertThat(inputs("injected")).containsExactly(input(Kind.REQUEST, "HttpServletRequest", InKey.NO));
    }

    @Test
    void an_expression_that_speaks_of_it_has_it_in_the_key() {
        assertThat(inputs("localeInExpression")).containsExactly(input(Kind.LOCALE, "LocaleContextHolder", InKey.YES));
    }

    @Test
    void a_method_that_knows_nothing_of_its_caller_has_none() {
        assertThat(inputs("plain")).isEmpty();
    }

    @Test
    void an_interface_without_a_body_is_judged_by_its_parameters() {
        Method method = method(Repository.class, "find");

        assertThat(AmbientInputs.of(method, Repository.class, operation(method, Repository.class)))
                .containsExactly(input(Kind.LOCALE, "the parameter Locale", InKey.YES));
    }

    @Test
    void the_security_context_is_known_by_its_name() {
        assertThat(AmbientSources.ofCalled("org/springframework/security/core/context/SecurityContextHolder"))
                .isEqualTo(Kind.USER);
    }

    private static AmbientInput input(Kind kind, String source, InKey inKey) {
        return new AmbientInput(kind, source, inKey);
    }

    private static List<AmbientInput> inputs(String name) {
        Method method = method(Shop.class, name);
        return AmbientInputs.of(method, Shop.class, operation(method, Shop.class));
    }

    private static CacheOperation operation(Method method, Class<?> type) {
        AnnotationCacheOperationSource source = new AnnotationCacheOperationSource(false);
        return source.getCacheOperations(method, type).iterator().next();
    }

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    interface Repository {

        @Cacheable("texts")
        String find(String id, Locale locale);
    }

    @SuppressWarnings("unused")
    static class Shop {

        private HttpServletRequest request;

        @Cacheable("c")
        String plain(String id) {
            return String.valueOf(id);
        }

        @Cacheable("c")
        String all(String id, Principal user) {
            return id + user;
        }

        @Cacheable(cacheNames = "c", key = "#id + #who.name")
        String named(String id, Principal who) {
            return id + who;
        }

        @Cacheable(cacheNames = "c", key = "#p1 + #p0")
        String byIndex(String id, Locale in) {
            return id + in;
        }

        @Cacheable(cacheNames = "c", key = "#root.args")
        String allArguments(String id, Locale in) {
            return id + in;
        }

        @Cacheable(cacheNames = "c", key = "#id")
        String leftOut(String id, Principal who) {
            return id + who;
        }

        @Cacheable(cacheNames = "c", key = "#r2")
        String similarName(String r2, HttpServletRequest r) {
            return r2 + r;
        }

        @Cacheable(cacheNames = "c", keyGenerator = "mine")
        String generated(String id, Principal who) {
            return id + who + LocaleContextHolder.getLocale();
        }

        @Cacheable("c")
        String direct(String id) {
            return id + LocaleContextHolder.getLocale();
        }

        @Cacheable("c")
        String throughMethod(String id) {
            return id + language();
        }

        @Cacheable("c")
        String throughLambda(String id) {
            Supplier<Object> attributes = () -> RequestContextHolder.currentRequestAttributes();
            return id + attributes.get();
        }

        @Cacheable("c")
        String throughReference(String id) {
            Supplier<Object> locale = LocaleContextHolder::getLocale;
            return id + locale.get();
        }

        @Cacheable("c")
        String injected(String id) {
            return id + request.getHeader("X-Tenant");
        }

        @Cacheable(
                cacheNames = "c",
                key = "#id + T(org.springframework.context.i18n.LocaleContextHolder).locale.toLanguageTag()")
        String localeInExpression(String id) {
            return id + LocaleContextHolder.getLocale();
        }

        private String language() {
            return LocaleContextHolder.getLocale().getLanguage();
        }
    }
}
