-- Stores a value without a claim. Run after its caller gave up, or without memory for it, it removes instead: no older
-- value may survive a put.
-- KEYS[1] the entry's key; ARGV[1] server time in microseconds at which the caller gives up, ARGV[2] ttl in ms,
-- ARGV[3] entry, ARGV[4] channel, ARGV[5] announcement.
-- Replies: 1 stored, 0 removed; + 2 if it could not be announced; + 4 if it came too late.
local now = redis.call('TIME')
local late = now[1] * 1000000 + now[2] > tonumber(ARGV[1])
local stored = not late and not redis.pcall('SET', KEYS[1], ARGV[3], 'PX', ARGV[2]).err
if not stored then
  redis.call('UNLINK', KEYS[1])
end
local reply = (stored and 1 or 0) + (late and 4 or 0)
local sent = redis.pcall('PUBLISH', ARGV[4], ARGV[5])
if type(sent) == 'table' then
  reply = reply + 2
end
return reply
