package io.github.cachestarter.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which primary of a cluster has which slots, as one of its nodes sees it.
 *
 * @param epoch the newest configuration that this node knows; a view with an older one than another is out of date, such
 *     as that of a primary which was cut off and replaced
 * @param slots the slots of each primary by its address, possibly none
 * @param names the addresses of all nodes, replicas included, by every name that redirects may use for them
 */
record Topology(long epoch, Map<String, BitSet> slots, Map<String, String> names) {

    /**
     * Reads the reply to {@code CLUSTER NODES}.
     *
     * @param asked the address of the node that replied, which may not know its own
     * @param wanted what the application lets its own client see
     */
    static Topology parse(String reply, String asked, Predicate<RedisClusterNode> wanted) {
        Partitions nodes = ClusterPartitionParser.parse(reply);
        Map<String, BitSet> slots = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        long epoch = 0;
        for (String line : reply.lines().toList()) {
            String[] parts = line.split(" ", 3);
            RedisClusterNode node = nodes.getPartitionByNodeId(parts[0]);
            String address = node == null ? "" : address(node, asked);
            if (node == null || address.isEmpty() || !wanted.test(node)) {
                continue;
            }
            epoch = Math.max(epoch, node.getConfigEpoch());
            names.put(address, address);
            names.put(parts[1].replaceFirst("@.*", ""), address);
            if (node.is(NodeFlag.UPSTREAM)) {
                BitSet taken = slots.computeIfAbsent(address, none -> new BitSet());
                node.getSlots().forEach(taken::set);
            }
        }
        return new Topology(epoch, slots, names);
    }

    /** Whether this address has any slot. */
    boolean hasSlots(String address) {
        return !slots.getOrDefault(address, new BitSet()).isEmpty();
    }

    /** Whether this address has that slot. */
    boolean owns(String address, int slot) {
        return slots.getOrDefault(address, new BitSet()).get(slot);
    }

    private static String address(RedisClusterNode node, String asked) {
        RedisURI uri = node.getUri();
        if (uri != null && !node.is(NodeFlag.NOADDR)) {
            return uri.getHost() + ":" + uri.getPort();
        }
        return node.is(NodeFlag.MYSELF) ? asked : "";
    }
}
