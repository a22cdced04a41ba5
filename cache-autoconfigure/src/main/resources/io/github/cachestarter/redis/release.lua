-- Gives a lease back after a load that failed, or takes a claim off a value again; or removes that value as well, after a
-- load that gave nothing to store in its place.
-- KEYS[1] the entry's key; ARGV[1] token, ARGV[2] channel, ARGV[3] "ready", ARGV[4] "1" removes the value.
-- Replies: 1 given back, 0 it was gone, or a claim that stays until its deadline because memory is full.
local head = redis.pcall('GETRANGE', KEYS[1], 0, 16)
local kind = type(head) == 'string' and string.sub(head, 1, 1)
if kind == 'L' or kind == 'W' then
  if string.sub(head, 2) ~= ARGV[1] then
    return 0
  end
  redis.call('UNLINK', KEYS[1])
  if kind == 'W' then
    redis.pcall('PUBLISH', ARGV[2], ARGV[3])
  end
  return 1
elseif (kind == 'C' or kind == 'F') and ARGV[4] == '1' then
  return redis.call('GETRANGE', KEYS[1], -24, -9) == ARGV[1] and redis.call('UNLINK', KEYS[1]) or 0
elseif kind == 'C' or kind == 'F' then
  local found = redis.call('GET', KEYS[1])
  if string.sub(found, -24, -9) == ARGV[1] then
    local done = redis.pcall('SET', KEYS[1], (kind == 'F' and 'E' or 'V') .. string.sub(found, 2, -25), 'KEEPTTL')
    return done.err and 0 or 1
  end
end
return 0
