package io.github.cachestarter.codec.serial;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;

/** Refuses to write a class that could not be read. */
final class AllowedObjectOutputStream extends ObjectOutputStream {

    private final AllowedClasses allowed;

    AllowedObjectOutputStream(OutputStream out, AllowedClasses allowed) throws IOException {
        super(out);
        this.allowed = allowed;
        enableReplaceObject(true);
    }

    /** Called for every object. JDK serialization would write its own exception to the stream when it finds one. */
    @Override
    protected Object replaceObject(Object object) {
        if (!(object instanceof Serializable)) {
            throw JavaCodec.notSerializable(object.getClass().getName(), null);
        }
        return object;
    }

    /** Called once for every class in the stream, before any object of it is written. */
    @Override
    protected void annotateClass(Class<?> type) {
        allowed.require(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
        allowed.require(type);
    }
}
