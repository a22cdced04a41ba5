package io.github.cachestarter.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Opens the connections to the nodes of a cluster before the first commands need them, since Lettuce would open each
 * one within the deadline of some caller. A node that is away must not keep the others from being used: one that
 * answers is enough.
 */
final class ClusterCheck implements LinkCheck {

    private final Duration patience;

    /** @param patience how long a slow node is waited for; less than the time that a check may take */
    ClusterCheck(Duration patience) {
        this.patience = patience;
    }

    @Override
    public CompletionStage<?> check(Link link) {
        List<CompletableFuture<Boolean>> answers = link.nodes().stream()
                .map(node -> node.thenCompose(found -> found.commands().info("server"))
                        .thenApply(reply -> true)
                        .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(ClusterCheck::isAnswer))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenAccept(all -> {
                    if (answers.stream().noneMatch(CompletableFuture::join)) {
                        throw new IllegalStateException("No node of the cluster answers");
                    }
                });
    }

    /** A node that refuses to tell about itself is there. */
    private static boolean isAnswer(Throwable failure) {
        return RemoteFailures.unwrap(failure) instanceof RedisCommandExecutionException;
    }
}
