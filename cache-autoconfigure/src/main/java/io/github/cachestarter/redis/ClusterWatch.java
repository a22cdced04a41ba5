package io.github.cachestarter.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, again and again, whether the primaries of a cluster are still the ones that were subscribed to: a new one
 * could take evictions of which nobody else tells us. Every subscribed primary is asked for {@code CLUSTER INFO} (half a
 * kilobyte, however large the cluster is): an election and the first slot of a new node raise the epoch, a node more or
 * less changes the size, and a node that lost the others says so. A majority of the primaries took part in every election,
 * so at least one of those that are asked knows of it. For the timer's thread.
 */
final class ClusterWatch {

    private static final Pattern FIELD =
            Pattern.compile("^(cluster_state|cluster_size|cluster_current_epoch):(\\S+)", Pattern.MULTILINE);

    private final List<Link> nodes;
    private final View expected;
    private final Duration every;
    private final Timer timer;

    private boolean looking;
    private @Nullable Long sentAt;
    private @Nullable Long proof;

    /**
     * @param nodes all primaries that were subscribed to
     * @param expected what they have to say
     * @param every how often they are asked
     */
    ClusterWatch(List<Link> nodes, View expected, Duration every, Timer timer) {
        this.nodes = nodes;
        this.expected = expected;
        this.every = every;
        this.timer = timer;
    }

    /** What a node says of its cluster. */
    static CompletableFuture<View> view(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return commands.clusterInfo().toCompletableFuture().thenApply(View::of);
    }

    /** Asks, if it is time to; one of the callbacks is run later, or at once if a node owes an answer for too long. */
    void look(long now, Runnable same, Consumer<String> changed) {
        if (sentAt != null && now - sentAt < every.toNanos()) {
            return;
        }
        if (looking) {
            changed.accept("a node did not tell of its cluster within " + every.toMillis() + " ms");
            return;
        }
        looking = true;
        sentAt = now;
        List<CompletableFuture<View>> views =
                nodes.stream().map(node -> view(node.commands())).toList();
        var ignored = CompletableFuture.allOf(views.toArray(CompletableFuture[]::new))
                .whenComplete((all, failure) -> timer.soon(() -> {
                    looking = false;
                    if (failure != null) {
                        changed.accept("a node did not tell of its cluster: " + RemoteFailures.unwrap(failure));
                    } else if (views.stream().allMatch(view -> expected.equals(view.join()))) {
                        proof = now;
                        same.run();
                    } else {
                        changed.accept("the cluster is not as it was");
                    }
                }));
    }

    /** The time at which the last look began that found everything as it was; null if there was none. */
    @Nullable
    Long proof() {
        return proof;
    }

    /**
     * What a node thinks of its cluster.
     *
     * @param state {@code ok} if every slot has a node and most of the primaries can be reached
     * @param size the number of primaries with slots
     * @param epoch grows with every election
     */
    record View(String state, int size, String epoch) {

        boolean isComplete(int primaries) {
            return state.equals("ok") && size == primaries;
        }

        static View of(String info) {
            String state = "";
            String epoch = "";
            int size = 0;
            Matcher field = FIELD.matcher(info);
            while (field.find()) {
                switch (field.group(1)) {
                    case "cluster_state" -> state = field.group(2);
                    case "cluster_size" -> size = Integer.parseInt(field.group(2));
                    default -> epoch = field.group(2);
                }
            }
            return new View(state, size, epoch);
        }
    }
}
