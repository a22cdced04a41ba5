-- Prolongs a lease or claim while its load or method still runs.
-- KEYS[1] the entry's key; ARGV[1] token, ARGV[2] for how long from now, in ms.
-- Replies: 1 prolonged, 0 it was gone. Nothing but the time ever changes, so one that runs late does no harm.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 16)
local kind = type(head) == 'string' and string.sub(head, 1, 1)
if kind == 'L' or kind == 'W' then
  return string.sub(head, 2) == ARGV[1] and redis.call('PEXPIRE', KEYS[1], ARGV[2]) or 0
elseif kind == 'C' or kind == 'F' then
  local claim = redis.call('GETRANGE', KEYS[1], -24, -1)
  local now = redis.call('TIME')
  local micros = now[1] * 1000000 + now[2]
  if string.sub(claim, 1, 16) == ARGV[1] and struct.unpack('>I8', claim, 17) >= micros then
    redis.call('SETRANGE', KEYS[1], redis.call('STRLEN', KEYS[1]) - 8, struct.pack('>I8', micros + ARGV[2] * 1000))
    return 1
  end
end
return 0
