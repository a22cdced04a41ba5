-- Reads the keys that are read most.
-- KEYS[1] the record, a sorted set; ARGV[1] how many keys at most.
-- Replies: the keys, the most read last.
return redis.call('ZRANGE', KEYS[1], -ARGV[1], -1)
