package io.github.cachestarter.codec.state;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The mutable JDK types that are one JSON value, in a fixed order: it decides type ids. */
@SuppressWarnings("JavaUtilDate") // a Date that went in comes out
final class Mutables {

    static final List<ScalarNode<?>> ALL = all();

    private Mutables() {}

    private static List<ScalarNode<?>> all() {
        List<ScalarNode<?>> all = new ArrayList<>();
        all.add(mutable(byte[].class, (json, value) -> json.writeBinary(value), Tokens::bytes));
        all.add(mutable(
                Date.class,
                (json, value) -> json.writeNumber(value.getTime()),
                in -> new Date(Tokens.longInteger(in))));
        sql(all);
        all.add(mutable(TimeZone.class, Mutables::writeZone, in -> TimeZone.getTimeZone(Tokens.text(in))));
        all.add(mutable(
                BitSet.class,
                (json, value) -> json.writeBinary(value.toByteArray()),
                in -> BitSet.valueOf(Tokens.bytes(in))));
        all.add(mutable(
                AtomicInteger.class,
                (json, value) -> json.writeNumber(value.get()),
                in -> new AtomicInteger(Tokens.integer(in))));
        all.add(mutable(
                AtomicLong.class,
                (json, value) -> json.writeNumber(value.get()),
                in -> new AtomicLong(Tokens.longInteger(in))));
        all.add(mutable(
                AtomicBoolean.class,
                (json, value) -> json.writeBoolean(value.get()),
                in -> new AtomicBoolean(Tokens.bool(in))));
        return List.copyOf(all);
    }

    /** What Hibernate puts into a field of type {@code Date}. The module java.sql may be absent from a small image. */
    private static void sql(List<ScalarNode<?>> all) {
        if (ModuleLayer.boot().findModule("java.sql").isPresent()) {
            all.add(mutable(
                    java.sql.Timestamp.class,
                    (json, value) -> json.writeString(Math.floorDiv(value.getTime(), 1000) + "." + value.getNanos()),
                    in -> timestamp(Tokens.text(in))));
            all.add(mutable(
                    java.sql.Date.class,
                    (json, value) -> json.writeNumber(value.getTime()),
                    in -> new java.sql.Date(Tokens.longInteger(in))));
            all.add(mutable(
                    java.sql.Time.class,
                    (json, value) -> json.writeNumber(value.getTime()),
                    in -> new java.sql.Time(Tokens.longInteger(in))));
        }
    }

    private static java.sql.Timestamp timestamp(String text) {
        int dot = text.indexOf('.');
        java.sql.Timestamp timestamp =
                new java.sql.Timestamp(Math.multiplyExact(Long.parseLong(text, 0, dot, 10), 1000L));
        timestamp.setNanos(Integer.parseInt(text, dot + 1, text.length(), 10));
        return timestamp;
    }

    private static void writeZone(tools.jackson.core.JsonGenerator json, TimeZone zone) {
        if (!TimeZone.getTimeZone(zone.getID()).equals(zone)) {
            throw new Refusal("the time zone " + zone.getID() + " is none of the JDK's own", "Use a java.time.ZoneId");
        }
        json.writeString(zone.getID());
    }

    private static <T> ScalarNode<T> mutable(Class<T> type, ScalarNode.Write<T> write, ScalarNode.Read<T> read) {
        return new ScalarNode<>(type, true, write, read);
    }
}
