package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.PartitionException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The one place that says what a failure of Lettuce or an error reply of Redis means. */
final class RemoteFailures {

    private static final List<String> NOT_WRITABLE = List.of(
            "READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "MISCONF", "NOREPLICAS", "TRYAGAIN", "MOVED", "ASK");
    private static final List<String> NO_PRIMARY = List.of("READONLY", "MASTERDOWN", "CLUSTERDOWN", "MOVED");
    private static final List<String> DENIED = List.of("NOPERM", "NOAUTH", "WRONGPASS");

    /** What Redis 7.0 says of a command within a script that its user may not run; before and after it is a NOPERM. */
    private static final String DENIED_IN_SCRIPT = "The user executing the script can't run this command";

    private RemoteFailures() {}

    /** The same failure as a {@link RemoteException}; one that is one already stays as it is. */
    static RemoteException of(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof RemoteException remote) {
            return remote;
        }
        Reason reason = reason(cause);
        return new RemoteException(reason, message(reason, cause), cause);
    }

    /** Whether this failure means that Redis is away, as opposed to one that answers something unwelcome. */
    static boolean meansAway(RemoteException failure) {
        return failure.reason() == Reason.TIMEOUT || failure.reason() == Reason.DISCONNECTED;
    }

    /** Whether this failure says that the server that was asked is not the primary of that key. */
    static boolean meansOtherPrimary(RemoteException failure) {
        String message = failure.getCause() == null ? null : failure.getCause().getMessage();
        return message != null && NO_PRIMARY.stream().anyMatch(code -> is(code, message));
    }

    /** The failure without the wrappings of futures. */
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Reason reason(Throwable failure) {
        if (failure instanceof RedisCommandExecutionException) {
            return errorReply(failure.getMessage());
        }
        if (failure instanceof TimeoutException || failure instanceof RedisCommandTimeoutException) {
            return Reason.TIMEOUT;
        }
        if (failure instanceof CancellationException
                || failure instanceof IOException
                || failure instanceof PartitionException) {
            return Reason.DISCONNECTED;
        }
        return failure instanceof RedisException && !queueIsFull(failure) ? Reason.DISCONNECTED : Reason.ERROR;
    }

    private static boolean queueIsFull(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().contains("size exceeded");
    }

    private static Reason errorReply(@Nullable String message) {
        if (message == null) {
            return Reason.ERROR;
        }
        // Before Redis 7 the error of a command within a script stands in the middle of the reply.
        if (message.startsWith("OOM ") || message.contains("-OOM ")) {
            return Reason.OUT_OF_MEMORY;
        }
        if (NOT_WRITABLE.stream().anyMatch(code -> is(code, message))) {
            return Reason.NOT_WRITABLE;
        }
        return denies(message) ? Reason.DENIED : Reason.ERROR;
    }

    private static boolean denies(String message) {
        return message.contains(DENIED_IN_SCRIPT) || DENIED.stream().anyMatch(code -> is(code, message));
    }

    private static boolean is(String code, String message) {
        return message.startsWith(code) || message.contains("-" + code + " ");
    }

    private static String message(Reason reason, Throwable cause) {
        return switch (reason) {
            case TIMEOUT -> "Redis did not answer in time: " + cause.getMessage();
            case DISCONNECTED -> "No connection to Redis: " + cause;
            case OUT_OF_MEMORY -> "Redis is full and evicts nothing: " + cause.getMessage();
            case NOT_WRITABLE -> "Redis takes no writes now: " + cause.getMessage();
            case DENIED -> "Redis denies this command to this user: " + cause.getMessage();
            case BREAKER_OPEN, REPAIR_PENDING, NOT_REPLICATED, ERROR -> "Redis answered with an error: " + cause;
        };
    }
}
