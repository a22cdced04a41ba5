package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.RemoteException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;

@ExtendWith(OutputCaptureExtension.class)
class ErrorReportingTests {

    private static final long MINUTE = 60_000_000_000L;

    private final AtomicLong now = new AtomicLong(-5);
    private final Cache cache = new ConcurrentMapCache("things");
    private final RemoteException timeout = new RemoteException(RemoteException.Reason.TIMEOUT, "no reply", null);

    @Test
    void oneMessageAMinutePassesWithTheNumberOfThoseHeldBack() {
        OncePerMinute messages = new OncePerMinute(now::get);
        assertThat(messages.admit("a")).hasValue(0);
        assertThat(messages.admit("a")).isEqualTo(OptionalLong.empty());
        assertThat(messages.admit("b")).hasValue(0);
        now.addAndGet(MINUTE - 1);
        assertThat(messages.admit("a")).isEmpty();
        now.addAndGet(1);
        assertThat(messages.admit("a")).hasValue(2);
        assertThat(messages.admit("a")).isEmpty();
    }

    @Test
    void theDefaultHandlerNamesTheCacheOnceAMinutePerCause(CapturedOutput output) {
        ThrottledCacheErrorHandler handler = new ThrottledCacheErrorHandler(now::get);
        handler.handleCacheGetError(timeout, cache, "k");
        handler.handleCacheGetError(timeout, cache, "k");
        handler.handleCachePutError(timeout, cache, "k", "v");
        assertThat(output.getAll().lines().filter(line -> line.contains("'things'")))
                .hasSize(2);
        now.addAndGet(MINUTE);
        handler.handleCacheGetError(timeout, cache, "k");
        assertThat(output).contains("1 more of this kind");
    }

    @Test
    void theDefaultHandlerDoesNotRepeatThatRedisWasGivenUp(CapturedOutput output) {
        ThrottledCacheErrorHandler handler = new ThrottledCacheErrorHandler(now::get);
        handler.handleCacheEvictError(
                new RemoteException(RemoteException.Reason.BREAKER_OPEN, "open", null), cache, "k");
        assertThat(output).doesNotContain("'things'");
    }

    @Test
    void theHandlerHearsOfEveryOperationWithCacheAndOriginalKey() {
        CacheErrorHandler handler = mock(CacheErrorHandler.class);
        ErrorHandlerReporter reporter = new ErrorHandlerReporter(() -> cache, () -> handler, now::get);
        try (CacheRig rig = new CacheRig()) {
            reporter.failed(Operation.GET, timeout, rig.entryKey("things", 1L));
            reporter.failed(Operation.PUT, timeout, rig.entryKey("things", 2L));
            reporter.failed(Operation.EVICT, timeout, rig.entryKey("things", 3L));
            reporter.failed(Operation.CLEAR, timeout, null);
        }
        verify(handler).handleCacheGetError(timeout, cache, 1L);
        verify(handler).handleCachePutError(timeout, cache, 2L, null);
        verify(handler).handleCacheEvictError(timeout, cache, 3L);
        verify(handler).handleCacheClearError(timeout, cache);
    }

    @Test
    void whatTheHandlerThrowsGoesNoFurtherAndIsLoggedOnceAMinute(CapturedOutput output) {
        ErrorHandlerReporter rethrowing = new ErrorHandlerReporter(() -> cache, SimpleCacheErrorHandler::new, now::get);
        assertThatCode(() -> rethrowing.failed(Operation.CLEAR, timeout, null)).doesNotThrowAnyException();
        rethrowing.failed(Operation.CLEAR, timeout, null);
        CacheErrorHandler broken = mock(CacheErrorHandler.class);
        doThrow(new IllegalStateException("a bug")).when(broken).handleCacheClearError(any(), any());
        new ErrorHandlerReporter(() -> cache, () -> broken, now::get).failed(Operation.CLEAR, timeout, null);
        assertThat(output.getAll().lines().filter(line -> line.contains("CacheErrorHandler threw")))
                .hasSize(2);
    }
}
