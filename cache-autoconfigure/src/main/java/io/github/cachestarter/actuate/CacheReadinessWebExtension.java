package io.github.cachestarter.actuate;

import io.github.cachestarter.insight.readiness.ReadinessReport;
import io.github.cachestarter.insight.readiness.ReadinessStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The same over HTTP, usable as a gate: with {@code ?failOn=warn} or {@code ?failOn=fail} the answer is 503 if the verdict
 * is as bad as that or worse, with the same body. What nobody can know from here stops no pipeline.
 */
@EndpointWebExtension(endpoint = CacheReadinessEndpoint.class)
public final class CacheReadinessWebExtension {

    private final CacheReadinessEndpoint endpoint;

    /** Creates the extension. */
    public CacheReadinessWebExtension(CacheReadinessEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * The whole checklist.
     *
     * @param failOn the verdict from which on the answer is 503; null: it is 200 whatever was found
     */
    @ReadOperation
    public WebEndpointResponse<CacheReadinessBody> readiness(@Nullable FailOn failOn) {
        ReadinessReport report = endpoint.report();
        boolean refused = failOn != null && report.verdict().compareTo(failOn.status) >= 0;
        return new WebEndpointResponse<>(
                CacheReadinessEndpoint.body(report),
                refused ? WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE : WebEndpointResponse.STATUS_OK);
    }

    /** From which verdict on the answer is a failure. */
    public enum FailOn {
        WARN(ReadinessStatus.WARN),
        FAIL(ReadinessStatus.FAIL);

        private final ReadinessStatus status;

        FailOn(ReadinessStatus status) {
            this.status = status;
        }
    }
}
