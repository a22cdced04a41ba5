-- Replaces an entry by the same one with more time, after a load of a newer one has failed; if and only if it still
-- carries the claim of that load. Until when Redis keeps it does not change: that is the limit of what may be stale.
-- KEYS[1] the entry's key; ARGV[1] token, ARGV[2] the entry.
-- Replies: 1 done, 0 the claim was gone (the entry was evicted, put, or is somebody else's), or memory is full.
local kind = redis.pcall('GETRANGE', KEYS[1], 0, 0)
if kind ~= 'C' and kind ~= 'F' then
  return 0
end
local claim = redis.call('GETRANGE', KEYS[1], -24, -1)
local now = redis.call('TIME')
if string.sub(claim, 1, 16) ~= ARGV[1] or struct.unpack('>I8', claim, 17) < now[1] * 1000000 + now[2] then
  return 0
end
return redis.pcall('SET', KEYS[1], ARGV[2], 'KEEPTTL').err and 0 or 1
