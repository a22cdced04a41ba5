-- Removes whatever is there and announces it.
-- KEYS[1] the entry's key; ARGV[1] channel, ARGV[2] announcement.
-- Replies: 1 an entry was there, 0 none; + 2 if it could not be announced (PUBLISH is forbidden).
--
-- Nothing here needs memory, and UNLINK is the first write: an eviction works when memory is full.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 0)
redis.call('UNLINK', KEYS[1])
local reply = (head == 'V' or head == 'C') and 1 or 0
local sent = redis.pcall('PUBLISH', ARGV[1], ARGV[2])
if type(sent) == 'table' then
  reply = reply + 2
end
return reply
