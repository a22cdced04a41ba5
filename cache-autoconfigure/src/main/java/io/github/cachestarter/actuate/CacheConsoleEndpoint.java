package io.github.cachestarter.actuate;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * A page for people that shows what {@code cacheinsight} and {@code cachereadiness} tell programs, live. It asks these two
 * with the rights of whoever looks at it and has none of its own; without {@code cacheinsight} it has nothing to show.
 * Off unless {@code management.endpoint.cacheconsole.access} is {@code read-only}.
 */
@WebEndpoint(id = "cacheconsole", defaultAccess = Access.NONE)
public final class CacheConsoleEndpoint {

    private final String page = ConsolePage.compose();

    /** The page. */
    @ReadOperation(produces = "text/html;charset=UTF-8")
    public String page() {
        return page;
    }
}
