-- Reads the markers of a cache, and writes one if it is asked to or if they are lost.
-- KEYS[1] the cache's markers: a sorted set of "clear", "tags" (all tags) and "t:" + tag, each scored with its stamp.
-- ARGV[1] what to write a marker for; empty: nothing. ARGV[2] newest stamp that the caller knows, ARGV[3] stamp up to which
-- it knows all, ARGV[4] for how many ms a marker may matter, ARGV[5] how many markers at most, ARGV[6] channel, ARGV[7] the
-- announcement of a clear up to its stamp, ARGV[8] why everything is to be cleared, if once is enough for that; else empty.
-- Replies: 0, or 2 if a marker could not be announced (PUBLISH is forbidden); a list of the newer markers and stamps.
--
-- Stamps only grow, whatever the clock does. No markers, or none as new as the caller's: some were lost, and nobody knows
-- which, so that everything is cleared. A clear for a cause leaves a member "r:" + cause beside it: whoever comes for the
-- same cause finds it and takes the clear that is there.
local key, known, lasts = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[4])
local newest = redis.pcall('ZRANGE', key, -1, -1, 'WITHSCORES')
local last = not newest.err and tonumber(newest[2]) or 0
if last > 9007199254740991 then
  last = 0 -- nobody of us wrote that: nothing can be newer
end
local lost = last == 0 or last < known
local marked = lost and 'clear' or ARGV[1]
local once = ARGV[8] ~= '' and 'r:' .. ARGV[8]
if once and not lost and redis.call('ZSCORE', key, once) then
  marked = ''
end
local lives = math.max(redis.call('PTTL', key), lasts)
local reply = 0
if marked ~= '' then
  local now = redis.call('TIME')
  local micros = now[1] * 1000000 + now[2]
  local stamp = string.format('%.0f', math.max(micros, last + 1, known + 1))
  -- The first write needs no memory: what follows one is allowed when memory is full.
  local tag = ''
  local causes = {}
  if marked == 'clear' then
    if once and not lost then
      -- Several servers of a cluster may have been started anew: what was done for one is not forgotten for the next.
      local all = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
      for i = 1, #all, 2 do
        if string.sub(all[i], 1, 2) == 'r:' and tonumber(all[i + 1]) > micros - 3600000000 then
          causes[all[i]] = all[i + 1]
        end
      end
    end
    redis.call('UNLINK', key)
  else
    tag = string.sub(marked, 3)
    local old = redis.call('ZCOUNT', key, '-inf', string.format('%.0f', micros - lasts * 1000))
    local many = redis.call('ZCARD', key) - ARGV[5]
    redis.call('PEXPIRE', key, lives)
    if old > 2 or many >= 0 then
      -- Evicted longer ago than any entry is old, or just too many: the oldest become one marker of all tags.
      local drop = math.min(math.max(old, many + math.ceil(ARGV[5] / 10)), 1000)
      local floor = redis.call('ZRANGE', key, drop - 1, drop - 1, 'WITHSCORES')[2]
      local clear, tags = redis.call('ZSCORE', key, 'clear'), redis.call('ZSCORE', key, 'tags')
      redis.call('ZREMRANGEBYRANK', key, 0, drop - 1)
      redis.call('ZADD', key, tags and tonumber(tags) > tonumber(floor) and tags or floor, 'tags')
      if clear then
        redis.call('ZADD', key, clear, 'clear')
      end
    end
  end
  redis.call('ZADD', key, stamp, marked)
  if once then
    causes[once] = stamp
  end
  for cause, since in pairs(causes) do
    redis.call('ZADD', key, since, cause)
  end
  redis.call('PEXPIRE', key, lives)
  local kind = tag == '' and 'C' or 'T'
  local message = string.sub(ARGV[7], 1, 1) .. kind .. string.sub(ARGV[7], 3) .. struct.pack('>I8', tonumber(stamp)) .. tag
  local sent = redis.pcall('PUBLISH', ARGV[6], message)
  if type(sent) == 'table' then
    reply = 2
  end
elseif redis.call('PTTL', key) < lasts / 2 then
  redis.call('PEXPIRE', key, lives)
end
return {reply, redis.call('ZRANGEBYSCORE', key, '(' .. ARGV[3], '+inf', 'WITHSCORES')}
