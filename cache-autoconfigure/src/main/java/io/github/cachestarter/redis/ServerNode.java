package io.github.cachestarter.redis;

import io.lettuce.core.api.async.RedisServerAsyncCommands;

/**
 * One server behind a link.
 *
 * @param address host and port
 * @param commands the commands that go to this server and no other
 */
record ServerNode(String address, RedisServerAsyncCommands<byte[], byte[]> commands) {}
