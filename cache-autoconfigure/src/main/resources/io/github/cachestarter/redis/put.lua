-- Stores the result of a method under the claim taken before it, or removes: a claim that is gone means that an evict
-- or a newer put came in between.
-- KEYS[1] the entry's key; ARGV[1] token, ARGV[2] ttl in ms, ARGV[3] entry, ARGV[4] channel, ARGV[5] announcement.
-- Replies: 1 stored, 0 removed; + 2 if it could not be announced.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 16)
local kind = type(head) == 'string' and string.sub(head, 1, 1)
local held = (kind == 'L' or kind == 'W') and string.sub(head, 2) == ARGV[1]
if kind == 'C' then
  local claim = redis.call('GETRANGE', KEYS[1], -24, -1)
  local now = redis.call('TIME')
  held = string.sub(claim, 1, 16) == ARGV[1] and struct.unpack('>I8', claim, 17) >= now[1] * 1000000 + now[2]
end
local stored = held and not redis.pcall('SET', KEYS[1], ARGV[3], 'PX', ARGV[2]).err
if not stored then
  redis.call('UNLINK', KEYS[1])
end
local reply = stored and 1 or 0
local sent = redis.pcall('PUBLISH', ARGV[4], ARGV[5])
if type(sent) == 'table' then
  reply = reply + 2
end
return reply
