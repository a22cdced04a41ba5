package io.github.cachestarter.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/**
 * Spring's own keys, by what their {@code equals} compares. Their {@code toString} does not do: {@code SimpleKey} joins its
 * parameters with commas, {@code Sort} its properties (which often come from a request), and an unpaged {@code Pageable}
 * has none.
 */
final class SpringKinds {

    private static final KeyKind SIMPLE_KEY =
            (out, key) -> out.type("key").elements(Arrays.asList(SimpleKeyParams.of((SimpleKey) key)));

    private static final KeyKind PAGEABLE = (out, key) -> {
        Pageable page = (Pageable) key;
        if (page.isPaged()) {
            out.type("page").elements(List.of(page.getPageNumber(), page.getPageSize(), page.getSort()));
        } else {
            out.type("unpaged").elements(List.of(page.getSort()));
        }
    };

    private static final KeyKind SORT = (out, key) -> out.type("sort").elements((Sort) key);

    private static final KeyKind ORDER = (out, key) -> {
        Sort.Order order = (Sort.Order) key;
        List<Object> parts = new ArrayList<>(
                List.of(order.getProperty(), order.getDirection().name()));
        if (order.isIgnoreCase()) {
            parts.add("IGNORE_CASE");
        }
        if (order.getNullHandling() != Sort.NullHandling.NATIVE) {
            parts.add(order.getNullHandling().name());
        }
        out.type("order").elements(parts);
    };

    private static final KeyKind LIMIT = (out, key) -> {
        Limit limit = (Limit) key;
        out.type("limit").safe(limit.isLimited() ? Integer.toString(limit.max()) : "");
    };

    private SpringKinds() {}

    /** Null: none of these, or a subclass with an equality of its own. */
    static @Nullable KeyKind of(Class<?> type) {
        if (SimpleKey.class.isAssignableFrom(type)) {
            return KeyKinds.inheritsEquals(type, SimpleKey.class) ? SIMPLE_KEY : null;
        }
        if (Limit.class.isAssignableFrom(type)) {
            return LIMIT;
        }
        if (PageRequest.class.isAssignableFrom(type)) {
            return KeyKinds.inheritsEquals(type, PageRequest.class) ? PAGEABLE : null;
        }
        if (type == Pageable.unpaged().getClass()) {
            return PAGEABLE;
        }
        if (Sort.class.isAssignableFrom(type)) {
            return KeyKinds.inheritsEquals(type, Sort.class) ? SORT : null;
        }
        return type == Sort.Order.class ? ORDER : null;
    }
}
