package io.github.cachestarter.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * One server behind a link.
 *
 * @param address host and port
 * @param uri how to open another connection to it
 * @param commands the commands that go to this server and no other
 */
record ServerNode(String address, RedisURI uri, RedisClusterAsyncCommands<byte[], byte[]> commands) {}
