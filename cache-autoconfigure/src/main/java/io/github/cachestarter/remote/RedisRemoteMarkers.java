package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@link RemoteMarkers} of one cache in one Redis key: a sorted set, so that reading what is new costs as much as there
 * is new. Its time-to-live outlasts every entry and is renewed by whoever reads or writes it. Of more than
 * {@value #MOST} evicted tags, and of those evicted before the oldest entry was stored, the oldest become one marker of
 * all tags: such a clear of entries with tags is the price for a bounded key. docs/decisions/0010-markers.md
 */
public final class RedisRemoteMarkers implements RemoteMarkers {

    /** The most markers of one cache. */
    static final int MOST = 10_000;

    /** How long after a marker somebody may store what he loaded before: what takes longer falls to "all tags" or expires. */
    private static final Duration LONGEST_LOAD = Duration.ofHours(1);

    private static final String CLEAR = "clear";
    private static final String ALL_TAGS = "tags";
    private static final String TAG = "t:";
    private static final String SOFT = "s:";

    /** One soft clear of those in a member: stamp, begin and end, as the script writes them. */
    private static final Pattern SOFT_CLEAR = Pattern.compile("(\\d{1,16}):(\\d{1,16}):(\\d{1,16})");

    private final RedisGateway gateway;
    private final Announcements announcements;
    private final byte[] key;
    private final byte[] lasts;
    private final byte[] most;
    private final byte[] message;

    /**
     * Creates the markers of one cache.
     *
     * @param names the names of that cache
     * @param longestTtl no entry lives longer
     * @param announcements where its changes are announced
     */
    public RedisRemoteMarkers(RedisGateway gateway, KeyNames names, Duration longestTtl, Announcements announcements) {
        this(gateway, names, longestTtl, announcements, MOST);
    }

    RedisRemoteMarkers(
            RedisGateway gateway, KeyNames names, Duration longestTtl, Announcements announcements, int most) {
        this.gateway = gateway;
        this.announcements = announcements;
        this.key = names.markers();
        this.lasts = decimal(longestTtl.plus(LONGEST_LOAD).toMillis());
        this.most = decimal(most);
        this.message = announcements.beforeStamp();
    }

    @Override
    public Pending<Markers> read(long known, long read) {
        return run("", known, read);
    }

    @Override
    public Pending<Markers> clear(long known, long read) {
        return run(CLEAR, known, read);
    }

    @Override
    public Pending<Markers> evictTag(String tag, long known, long read) {
        return run(TAG + tag, known, read);
    }

    @Override
    public Pending<Markers> clearSoftly(Duration spread, long known, long read) {
        return run(SOFT + spread.toMillis(), known, read);
    }

    @Override
    public Pending<Markers> clearOnce(String cause, long known, long read) {
        return run(CLEAR, cause, known, read);
    }

    private Pending<Markers> run(String mark, long known, long read) {
        return run(mark, "", known, read);
    }

    private Pending<Markers> run(String mark, String cause, long known, long read) {
        return gateway.run(
                        Script.MARKERS,
                        key,
                        mark.getBytes(StandardCharsets.UTF_8),
                        decimal(known),
                        decimal(read),
                        lasts,
                        most,
                        announcements.channel(),
                        message,
                        cause.getBytes(StandardCharsets.UTF_8))
                .map(this::answered);
    }

    private Markers answered(@Nullable Object reply) {
        if (reply instanceof List<?> both
                && both.size() == 3
                && both.get(0) instanceof Long sent
                && both.get(1) instanceof List<?> found
                && both.get(2) instanceof Long micros) {
            announcements.sent((sent & Announcements.DENIED) == 0);
            return markers(found, micros);
        }
        throw new IllegalStateException("The script of the markers replied " + reply);
    }

    private static Markers markers(List<?> namesAndStamps, long now) {
        long clear = 0;
        long allTags = 0;
        Map<String, Long> tags = new HashMap<>();
        List<Markers.Soft> soft = List.of();
        for (int i = 0; i + 1 < namesAndStamps.size(); i += 2) {
            String name = text(namesAndStamps.get(i));
            long stamp = stamp(namesAndStamps.get(i + 1));
            if (name.equals(CLEAR)) {
                clear = stamp;
            } else if (name.equals(ALL_TAGS)) {
                allTags = stamp;
            } else if (name.startsWith(TAG)) {
                tags.put(name.substring(TAG.length()), stamp);
            } else if (name.startsWith(SOFT)) {
                soft = softClears(name, now);
            }
        }
        return new Markers(clear, allTags, tags, soft);
    }

    private static List<Markers.Soft> softClears(String member, long now) {
        return SOFT_CLEAR
                .matcher(member)
                .results()
                .map(one -> soft(
                        Long.parseLong(one.group(1)), Long.parseLong(one.group(2)), Long.parseLong(one.group(3)), now))
                .filter(one -> one.stamp() > 0 && one.stamp() <= Announcement.MAX_STAMP)
                .toList();
    }

    private static Markers.Soft soft(long stamp, long began, long ends, long now) {
        Duration spread = Duration.of(Math.max(0, ends - began), ChronoUnit.MICROS);
        return new Markers.Soft(stamp, Duration.of(Math.max(0, now - began), ChronoUnit.MICROS), spread);
    }

    /** A number that none of us can have written is none. */
    private static long stamp(@Nullable Object score) {
        double stamp = Double.parseDouble(text(score));
        return stamp > 0 && stamp <= Announcement.MAX_STAMP ? (long) stamp : 0;
    }

    private static String text(@Nullable Object bytes) {
        return bytes instanceof byte[] utf8 ? new String(utf8, StandardCharsets.UTF_8) : "";
    }

    private static byte[] decimal(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
