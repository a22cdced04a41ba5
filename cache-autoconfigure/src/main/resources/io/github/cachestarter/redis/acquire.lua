-- Asks for the right to load.
-- KEYS[1] the entry's key; ARGV[1] token (16 bytes), ARGV[2] lease in ms,
-- ARGV[3] identity (8 bytes) of the value that the caller found invalid; eight zeros = none.
-- Replies: the value that is there; how many ms another's lease has left; -1: the caller holds the lease.
--
-- What is neither a value nor a lease (a foreign string, a hash, a value too short to have an identity) counts as
-- nothing. So does a claim inside the invalid value: whoever claimed it finds the token gone and removes.
local found = redis.pcall('GET', KEYS[1])
if type(found) == 'string' then
  local kind = string.sub(found, 1, 1)
  if (kind == 'V' and #found >= 12) or (kind == 'C' and #found >= 36) then
    if string.sub(found, 5, 12) ~= ARGV[3] then
      return found
    end
  elseif (kind == 'L' or kind == 'W') and #found == 17 and string.sub(found, 2) ~= ARGV[1] then
    local rest = redis.call('PTTL', KEYS[1])
    if rest >= 0 then
      if kind == 'L' then
        redis.pcall('SETRANGE', KEYS[1], 0, 'W') -- refused when memory is full: then the waiter just waits longer
      end
      return rest
    end
  end
end
redis.call('SET', KEYS[1], 'L' .. ARGV[1], 'PX', ARGV[2])
return -1
