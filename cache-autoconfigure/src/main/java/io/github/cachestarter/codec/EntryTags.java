package io.github.cachestarter.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The tags of an entry: which are possible, and their bytes. An entry has at most {@value #MOST} tags, each with 1 to
 * {@value #LONGEST} bytes of UTF-8.
 *
 * <p>Between header and payload: length of what follows (2 bytes), then of each tag its length (1 byte) and its text.
 */
public final class EntryTags {

    /** The most tags of one entry. */
    public static final int MOST = 64;

    /** The longest tag, in bytes of UTF-8. */
    public static final int LONGEST = 255;

    static final int MAX_BYTES = Short.BYTES + MOST * (1 + LONGEST);

    private EntryTags() {}

    /**
     * Checks a tag.
     *
     * @return the tag
     * @throws IllegalArgumentException if it is empty or too long; the message says so
     */
    public static String checked(String tag) {
        if (tag.isEmpty()) {
            throw new IllegalArgumentException("A tag must not be empty");
        }
        if (tag.length() > LONGEST || tag.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("A tag may have " + LONGEST + " bytes at most, and this one has more: "
                    + tag.substring(0, Math.min(80, tag.length())) + "...");
        }
        return tag;
    }

    /**
     * Checks the tags of one entry.
     *
     * @return the tags, each once
     * @throws IllegalArgumentException if there are too many, or one is impossible; the message says so
     */
    public static List<String> checked(Collection<String> tags) {
        List<String> distinct = tags.stream().map(EntryTags::checked).distinct().toList();
        if (distinct.size() > MOST) {
            throw new IllegalArgumentException("An entry may have " + MOST + " tags at most, not " + distinct.size()
                    + ": tag what is evicted together");
        }
        return distinct;
    }

    /** The bytes of these tags; none for none. */
    static byte[] encode(List<String> tags) {
        if (tags.isEmpty()) {
            return new byte[0];
        }
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES).putShort((short) 0);
        for (String tag : checked(tags)) {
            byte[] text = tag.getBytes(StandardCharsets.UTF_8);
            out.put((byte) text.length).put(text);
        }
        out.putShort(0, (short) (out.position() - Short.BYTES));
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** How many bytes the tags take that begin here; -1: these are no tags. */
    static int length(byte[] entry, int at, int end) {
        if (end - at < Short.BYTES) {
            return -1;
        }
        int length = Short.BYTES + ((entry[at] & 0xff) << 8 | (entry[at + 1] & 0xff));
        return length <= end - at && length <= MAX_BYTES ? length : -1;
    }

    /** Reads the tags that begin here, whose length is known to be right. */
    static List<String> decode(byte[] entry, int at, int length) throws CharacterCodingException {
        ByteBuffer in = ByteBuffer.wrap(entry, at + Short.BYTES, length - Short.BYTES);
        List<String> tags = new ArrayList<>(4);
        while (in.hasRemaining()) {
            int size = in.get() & 0xff;
            ByteBuffer text = in.slice().limit(size);
            in.position(in.position() + size);
            tags.add(StandardCharsets.UTF_8.newDecoder().decode(text).toString());
        }
        return tags;
    }
}
