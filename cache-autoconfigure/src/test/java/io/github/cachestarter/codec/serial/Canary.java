package io.github.cachestarter.codec.serial;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** Sings when a payload brings it to life. */
public final class Canary implements Serializable {

    private static final long serialVersionUID = 1L;

    /** How often one was made from a payload. */
    public static final AtomicInteger SONGS = new AtomicInteger();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        SONGS.incrementAndGet();
        in.defaultReadObject();
    }
}
