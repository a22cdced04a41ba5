package io.github.cachestarter.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** In a fixed group of servers only the primary will do: a replica answers reads late and takes no writes. */
final class PrimaryCheck implements LinkCheck {

    @Override
    public CompletionStage<?> check(Link link) {
        return link.commands().role().thenAccept(PrimaryCheck::requirePrimary);
    }

    private static void requirePrimary(List<Object> role) {
        Object name = role.isEmpty() ? "" : role.get(0);
        String text = name instanceof byte[] bytes ? new String(bytes, StandardCharsets.US_ASCII) : name.toString();
        if (!text.toLowerCase(Locale.ROOT).equals("master")) {
            throw new IllegalStateException("This server is no primary but: " + text);
        }
    }
}
