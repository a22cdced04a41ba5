-- Claims a key before a method whose result will be put.
-- KEYS[1] the entry's key; ARGV[1] token, ARGV[2] how long the claim holds, in ms.
-- Replies: 1 a value is there, which stays readable and carries the claim; 0 the claim took the place of a lease or of
-- nothing. Another's token is replaced. An error (memory is full): not claimed.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 11)
local kind = type(head) == 'string' and string.sub(head, 1, 1)
local length = (kind == 'V' or kind == 'C') and redis.call('STRLEN', KEYS[1]) or 0
if (kind == 'V' and length >= 12) or (kind == 'C' and length >= 36) then
  local now = redis.call('TIME')
  local claim = ARGV[1] .. struct.pack('>I8', now[1] * 1000000 + now[2] + ARGV[2] * 1000)
  if kind == 'C' then
    redis.call('SETRANGE', KEYS[1], length - 24, claim)
  else
    redis.call('SETRANGE', KEYS[1], 0, 'C')
    redis.call('APPEND', KEYS[1], claim)
  end
  return 1
end
-- Those who wait for the lease that is replaced still wait: the put or its failure wakes them.
redis.call('SET', KEYS[1], (kind == 'W' and 'W' or 'L') .. ARGV[1], 'PX', ARGV[2])
return 0
