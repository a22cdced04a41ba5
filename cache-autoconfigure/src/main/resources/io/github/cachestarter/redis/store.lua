-- Stores a loaded entry, if and only if the key still holds the token it was loaded under.
-- KEYS[1] the entry's key; ARGV[1] token, ARGV[2] ttl in ms, ARGV[3] entry, ARGV[4] channel, ARGV[5] "ready".
-- Replies: 1 stored, 0 refused. An error (memory is full): not stored, and a lease is given back.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 16)
local kind = type(head) == 'string' and string.sub(head, 1, 1)
if kind == 'L' or kind == 'W' then
  if string.sub(head, 2) ~= ARGV[1] then
    return 0
  end
elseif kind == 'C' or kind == 'F' then
  local claim = redis.call('GETRANGE', KEYS[1], -24, -1)
  local now = redis.call('TIME')
  if string.sub(claim, 1, 16) ~= ARGV[1] or struct.unpack('>I8', claim, 17) < now[1] * 1000000 + now[2] then
    return 0
  end
else
  return 0
end
local done = redis.pcall('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
if done.err and (kind == 'L' or kind == 'W') then
  redis.call('UNLINK', KEYS[1])
end
if kind == 'W' then
  redis.pcall('PUBLISH', ARGV[4], ARGV[5])
end
if done.err then
  return done
end
return 1
