package io.github.cachestarter.cache;

import java.util.regex.Pattern;

/** Expressions that only make sense after the method. */
final class ResultExpressions {

    private static final Pattern RESULT = Pattern.compile("#result\\b");

    private ResultExpressions() {}

    /** Whether this one mentions what the method has returned. */
    static boolean use(String expression) {
        return RESULT.matcher(expression).find();
    }
}
