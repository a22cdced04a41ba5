package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.insight.readiness.AmbientInput.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The classes that tell something of the caller. By name, since an application need not have any of them. */
final class AmbientSources {

    /** What a method may have as a parameter, or ask when it was injected: a proxy of the current one stands behind it. */
    private static final Map<String, Kind> TYPES = Map.ofEntries(
            Map.entry("java.security.Principal", Kind.USER),
            Map.entry("org.springframework.security.core.userdetails.UserDetails", Kind.USER),
            Map.entry("org.springframework.security.core.context.SecurityContext", Kind.USER),
            Map.entry("java.util.Locale", Kind.LOCALE),
            Map.entry("java.util.TimeZone", Kind.LOCALE),
            Map.entry("jakarta.servlet.ServletRequest", Kind.REQUEST),
            Map.entry("jakarta.servlet.http.HttpSession", Kind.REQUEST),
            Map.entry("org.springframework.web.context.request.RequestAttributes", Kind.REQUEST),
            Map.entry("org.springframework.http.HttpRequest", Kind.REQUEST),
            Map.entry("org.springframework.web.server.ServerWebExchange", Kind.REQUEST));

    /** What a method may ask in its body, by the name that bytecode has for it. */
    private static final Map<String, Kind> HOLDERS = Map.ofEntries(
            Map.entry("org/springframework/security/core/context/SecurityContextHolder", Kind.USER),
            Map.entry("org/springframework/security/core/context/ReactiveSecurityContextHolder", Kind.USER),
            Map.entry("org/springframework/context/i18n/LocaleContextHolder", Kind.LOCALE),
            Map.entry("org/springframework/web/servlet/support/RequestContextUtils", Kind.LOCALE),
            Map.entry("org/springframework/web/context/request/RequestContextHolder", Kind.REQUEST),
            Map.entry("jakarta/servlet/ServletRequest", Kind.REQUEST),
            Map.entry("jakarta/servlet/http/HttpServletRequest", Kind.REQUEST),
            Map.entry("jakarta/servlet/http/HttpSession", Kind.REQUEST));

    private AmbientSources() {}

    /** What a parameter of this type, or of a type below it, tells of the caller; null: nothing that is known here. */
    static @Nullable Kind ofType(@Nullable Class<?> type) {
        if (type == null) {
            return null;
        }
        Kind kind = TYPES.get(type.getName());
        for (Class<?> each : type.getInterfaces()) {
            kind = kind == null ? ofType(each) : kind;
        }
        return kind == null ? ofType(type.getSuperclass()) : kind;
    }

    /** What a class that is called tells of the caller, by its internal name; null: nothing that is known here. */
    static @Nullable Kind ofCalled(String internalName) {
        return HOLDERS.get(internalName);
    }
}
