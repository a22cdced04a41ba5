-- Claims an entry that is to be loaded anew while it stays readable; or an evicted one ("E", claimed "F"), which stays evicted.
-- KEYS[1] the entry's key; ARGV[1] token (16 bytes), ARGV[2] how long the claim holds, in ms,
-- ARGV[3] identity (8 bytes) of the entry that was read, ARGV[4] how long the key lives at least from now on, in ms.
-- Replies: the entry that is there, if it is another one; how many ms another's claim or lease has left; -1: claimed;
-- -2: nothing is there. An error (memory is full): not claimed.
--
-- Naming what was read keeps the one who read before an evict from claiming what came after it. A claim that is still
-- good is left alone, whoever's it is: that of a refresh is doing the same, that of a put knows better.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 11)
local kind = type(head) == 'string' and string.sub(head, 1, 1)
local length = kind and redis.call('STRLEN', KEYS[1]) or 0
if (kind == 'L' or kind == 'W') and length == 17 then
  local rest = redis.call('PTTL', KEYS[1])
  if kind == 'L' then
    redis.pcall('SETRANGE', KEYS[1], 0, 'W') -- refused when memory is full: then the waiter just waits longer
  end
  return rest < 0 and 0 or rest
end
local plain, claimed = kind == 'V' or kind == 'E', kind == 'C' or kind == 'F'
if not ((plain and length >= 12) or (claimed and length >= 36)) then
  return -2
elseif string.sub(head, 5, 12) ~= ARGV[3] then
  return redis.call('GET', KEYS[1])
end
local now = redis.call('TIME')
local micros = now[1] * 1000000 + now[2]
local claim = ARGV[1] .. struct.pack('>I8', micros + ARGV[2] * 1000)
if claimed then
  local there = redis.call('GETRANGE', KEYS[1], -24, -1)
  local rest = struct.unpack('>I8', there, 17) - micros
  if rest >= 0 and string.sub(there, 1, 16) ~= ARGV[1] then
    return math.ceil(rest / 1000)
  end
  redis.call('SETRANGE', KEYS[1], length - 24, claim)
else
  redis.call('SETRANGE', KEYS[1], 0, kind == 'E' and 'F' or 'C')
  redis.call('APPEND', KEYS[1], claim)
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return -1
