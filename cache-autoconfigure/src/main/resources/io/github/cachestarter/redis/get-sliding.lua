-- Reads a key, and lets an entry live so long again. A lease keeps its time: it is not what was read.
-- KEYS[1] the entry's key; ARGV[1] how long an entry lives after a read, in ms.
-- Replies: what is there; nothing is no reply.
local found = redis.call('GET', KEYS[1])
local kind = found and string.sub(found, 1, 1)
if kind == 'V' or kind == 'C' then
  redis.pcall('PEXPIRE', KEYS[1], ARGV[1])
end
return found
