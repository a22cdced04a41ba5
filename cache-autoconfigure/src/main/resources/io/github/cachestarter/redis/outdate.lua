-- Removes an entry for all who read it, and announces that, but leaves it for a load that fails. "E" is an evicted entry, "F" one that
-- somebody has claimed to load it anew; to every script that does not name them they count as nothing.
-- KEYS[1] the entry's key; ARGV[1] channel, ARGV[2] announcement.
-- Replies: 1 an entry was there, 0 none; + 2 if it could not be announced (PUBLISH is forbidden).
--
-- Whoever had claimed it finds his claim gone, as after any eviction. Where memory is full, the entry is removed instead.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 0)
local kept = {err = true}
if head == 'V' or head == 'E' then
  kept = redis.pcall('SETRANGE', KEYS[1], 0, 'E')
elseif head == 'C' or head == 'F' then
  kept = redis.pcall('SET', KEYS[1], 'E' .. string.sub(redis.call('GET', KEYS[1]), 2, -25), 'KEEPTTL')
end
if type(kept) == 'table' and kept.err then
  redis.call('UNLINK', KEYS[1])
end
local reply = (head == 'V' or head == 'C') and 1 or 0
local sent = redis.pcall('PUBLISH', ARGV[1], ARGV[2])
if type(sent) == 'table' then
  reply = reply + 2
end
return reply
