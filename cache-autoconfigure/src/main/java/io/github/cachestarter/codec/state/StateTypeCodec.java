package io.github.cachestarter.codec.state;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

/** The codec of one declared type. */
final class StateTypeCodec implements TypeCodec {

    /** Arrays within arrays: at most two for an object in a list, far from what overflows a default stack. */
    private static final int MAX_DEPTH = 500;

    private static final int MAX_EXPECTED_BYTES = 64 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final TypeRef type;
    private final Slot root;
    private final long fingerprint;
    private final boolean immutable;
    private int expectedBytes = 512;

    StateTypeCodec(TypeRef type, Slot root, long fingerprint, boolean immutable) {
        this.type = type;
        this.root = root;
        this.fingerprint = fingerprint;
        this.immutable = immutable;
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean immutable() {
        return immutable;
    }

    @Override
    public byte[] encode(Object value) {
        try {
            return write(value);
        } catch (Refusal ex) {
            throw new RefusedValueException(type.toString(), ex.getMessage(), ex.remedy);
        } catch (StreamConstraintsException | StackOverflowError ex) {
            throw new RefusedValueException(
                    type.toString(),
                    "the value is nested more than " + MAX_DEPTH + " deep",
                    "Return a flatter value: a list instead of a linked chain, or without the reference back");
        } catch (JacksonException ex) {
            throw new RefusedValueException(
                    type.toString(),
                    "the value has no JSON: " + ex.getOriginalMessage(),
                    "Map the value to a record or DTO");
        }
    }

    private byte[] write(Object value) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(expectedBytes);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            root.write(new StateWriter(json), value);
        }
        byte[] payload = bytes.toByteArray();
        // A guess, so that the next value needs no second block; a race costs nothing but time.
        expectedBytes = Math.min(MAX_EXPECTED_BYTES, payload.length + payload.length / 8 + 16);
        return payload;
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
            StateReader in = new StateReader(json);
            in.next();
            Object value = root.read(in);
            if (value == null || json.nextToken() != null) {
                throw new IllegalStateException("The payload has no value, or more than one");
            }
            return value;
        } catch (StackOverflowError ex) {
            throw new IllegalStateException("The payload is nested too deep for this thread's stack", ex);
        }
    }
}
