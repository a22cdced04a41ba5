package io.github.cachestarter.cache;

import org.springframework.cache.interceptor.CacheOperation;

/**
 * One expression of a {@code @CacheTags}, in the shape in which Spring evaluates the keys of its own operations: so that
 * tags know the same variables and beans as keys do. Never among the operations of a method.
 */
final class TagsOperation extends CacheOperation {

    private TagsOperation(Builder builder) {
        super(builder);
    }

    static TagsOperation of(String method, String expression) {
        Builder builder = new Builder();
        builder.setName(method);
        builder.setKey(expression);
        return builder.build();
    }

    private static final class Builder extends CacheOperation.Builder {

        @Override
        public TagsOperation build() {
            return new TagsOperation(this);
        }
    }
}
