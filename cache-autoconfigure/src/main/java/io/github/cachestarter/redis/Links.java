package io.github.cachestarter.redis;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections to all primaries at one time. As long as nothing changes it is the same object: whoever depends on
 * sitting on exactly the primaries that commands go to compares by identity, which is why this is no record.
 */
final class Links {

    private final List<Link> all;

    /** @param all one for each primary */
    Links(List<Link> all) {
        this.all = List.copyOf(all);
    }

    /** One for each primary. */
    List<Link> all() {
        return all;
    }

    /** The present connections: the ones of before if these still are all, null if a primary has none. */
    static @Nullable Links of(Collection<Primary> primaries, @Nullable Links before) {
        List<Link> now = primaries.stream()
                .flatMap(primary -> {
                    Link link = primary.link();
                    return link == null ? Stream.<Link>empty() : Stream.of(link);
                })
                .toList();
        if (now.isEmpty() || now.size() < primaries.size()) {
            return null;
        }
        return before != null && before.all.equals(now) ? before : new Links(now);
    }
}
