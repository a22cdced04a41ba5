package io.github.cachestarter.history;

import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.RedisAdmin;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What goes wrong while a workload runs. Each begins and ends with everything well. */
enum Fault {
    /** Nothing. */
    CALM {
        @Override
        void make(Fleet fleet, long millis) {
            pause(millis);
        }
    },
    /** Redis closes connections, one after the other: those for commands and those for messages. */
    KILLED_CLIENTS {
        @Override
        void make(Fleet fleet, long millis) {
            RedisAdmin admin = fleet.redis().admin();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (int i = 0; System.nanoTime() - end < 0; i++) {
                List<String> clients = admin.clients();
                String client = clients.get(i % clients.size());
                try {
                    admin.command("CLIENT", "KILL", "ID", client.replaceAll("^id=(\\d+) .*", "$1"));
                } catch (IllegalStateException ex) {
                    // It has gone by itself: the list also has the one that asked for it.
                }
                pause(200);
            }
        }
    },
    /** Redis dies and is started anew, empty. */
    KILLED_REDIS {
        @Override
        void make(Fleet fleet, long millis) {
            pause(millis / 4);
            fleet.redis().kill();
            pause(millis / 4);
            fleet.redis().restart();
            pause(millis / 2);
        }
    },
    /** One instance stands still for longer than its local tier may be old. */
    STOPPED_INSTANCE {
        @Override
        void make(Fleet fleet, long millis) throws Exception {
            pause(millis / 5);
            fleet.instances().get(1).stopFor(Mode.STALENESS.plus(Mode.STALENESS.dividedBy(2)));
            pause(millis / 5);
        }
    },
    /** One instance's messages are swallowed while its commands work. */
    SWALLOWED_MESSAGES {
        @Override
        void make(Fleet fleet, long millis) {
            FaultProxy proxy = fleet.proxies().get(2);
            pause(millis / 5);
            proxy.swallowSubscriptions();
            pause(millis * 3 / 5);
            proxy.heal();
            pause(millis / 5);
        }
    },
    /** One instance reaches Redis no more, and nothing tells it so. The others go on. */
    CUT_OFF_INSTANCE {
        @Override
        void make(Fleet fleet, long millis) {
            FaultProxy proxy = fleet.proxies().get(0);
            pause(millis / 5);
            proxy.swallow();
            pause(millis * 4 / 5);
            // What was swallowed is lost, and no network goes on after a gap.
            proxy.cut();
            proxy.heal();
        }
    },
    /** Redis is full, and makes room by throwing out keys at random: entries, leases, claims, markers. */
    FULL_REDIS {
        @Override
        void make(Fleet fleet, long millis) {
            RedisServerProcess redis = fleet.redis();
            RedisAdmin admin = redis.admin();
            admin.resetStats();
            admin.configure("maxmemory-policy", "allkeys-random");
            long used = Long.parseLong(admin.info("memory").get("used_memory"));
            admin.configure("maxmemory", String.valueOf(used + 600_000));
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            String weight = "x".repeat(10_000);
            for (int i = 0; i < 500 || System.nanoTime() - end < 0; i++) {
                try {
                    admin.command("SET", "other-application:" + i % 100, weight, "PX", "60000");
                } catch (IllegalStateException ex) {
                    // So full that this one is refused.
                }
                pause(2);
            }
            admin.configure("maxmemory", "0");
            // Or the next time they would be there already, and take no more room.
            admin.command(
                    "EVAL", "return redis.call('UNLINK', unpack(redis.call('KEYS', 'other-application:*')))", "0");
            long evicted = Long.parseLong(admin.info("stats").get("evicted_keys"));
            if (evicted < 100) {
                throw new IllegalStateException("Redis was not full: " + evicted + " keys evicted");
            }
        }
    };

    /** Makes the fault, for about that long. */
    abstract void make(Fleet fleet, long millis) throws Exception;

    static List<Fault> all() {
        return List.of(values());
    }

    /** The time in which a fault lasts, or nothing happens, is part of the scenario. */
    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }
}
