package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Is told of a sample of the reads of one cache. Thread-safe, and holds no reader up. */
interface HotReads {

    /** Has no use for them. */
    HotReads IGNORED = new HotReads() {
        @Override
        public boolean chooses() {
            return false;
        }

        @Override
        public void read(EntryKey key, @Nullable Type type, EntryMeta meta, @Nullable Reload loader) {
            // nobody cares
        }
    };

    /** Whether this read is one to be told of; to be asked once for each. */
    boolean chooses();

    /**
     * A chosen read.
     *
     * @param meta of the entry that it found, or that its load has stored
     * @param loader null: it must not run at another time than now
     */
    void read(EntryKey key, @Nullable Type type, EntryMeta meta, @Nullable Reload loader);
}
