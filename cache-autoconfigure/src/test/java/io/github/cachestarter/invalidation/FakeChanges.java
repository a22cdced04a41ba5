package io.github.cachestarter.invalidation;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what is sent and answers as a test says. */
final class FakeChanges implements Changes {

    final List<String> sent = new CopyOnWriteArrayList<>();
    volatile boolean failing;
    byte clearKey = '*';

    /** Runs while a command is under way. */
    volatile Runnable meanwhile = () -> {};

    @Override
    public Pending<?> evict(EntryKey key) {
        return answer(key.redisKey());
    }

    @Override
    public Pending<?> clear() {
        return answer("*");
    }

    @Override
    public byte[] clearKey() {
        return new byte[] {clearKey};
    }

    static EntryKey key(String key) {
        return new EntryKey("things", key, key);
    }

    private Pending<?> answer(String what) {
        sent.add(what);
        meanwhile.run();
        return failing ? Pending.failed(new RemoteException(Reason.TIMEOUT, "late", null)) : Pending.of(true);
    }
}
