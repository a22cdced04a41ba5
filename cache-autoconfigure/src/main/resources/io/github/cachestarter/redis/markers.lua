-- Reads the markers of a cache, and writes one if it is asked to or if they are lost.
-- KEYS[1] the cache's markers: a sorted set of "clear", "tags" (all tags) and "t:" + tag, each scored with its stamp; and of
-- "soft" and "s:" + the soft clears, both scored with the stamp of the newest: each as stamp:begin:end in microseconds.
-- ARGV[1] what to write a marker for, of a soft clear "s:" + its spread in ms; empty: nothing. ARGV[2] newest stamp that the
-- caller knows, ARGV[3] stamp up to which it knows all, ARGV[4] for how many ms a marker may matter, ARGV[5] how many markers
-- at most, ARGV[6] channel, ARGV[7] the announcement of a clear up to its stamp, ARGV[8] why everything is to be cleared, if
-- once is enough for that; else empty.
-- Replies: 0, or 2 if a marker could not be announced (PUBLISH is forbidden); a list of the newer markers and stamps; the
-- server's time in microseconds.
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
local now = redis.call('TIME')
local micros = now[1] * 1000000 + now[2]
local reply = 0

-- The members that tell of soft clears.
local function soft_members()
  local stamp = redis.call('ZSCORE', key, 'soft')
  return stamp or '0', stamp and redis.call('ZRANGEBYSCORE', key, stamp, stamp) or {}
end

-- The soft clears with one more, as a member. A newer one that ends no later, or is over as well, says all that an older one
-- does. Of more than eight the two oldest become one, which ends with the first of them.
local function with_soft(stamp, spread)
  local all, kept = {}, {}
  local _, members = soft_members()
  for _, name in ipairs(members) do
    if string.sub(name, 1, 2) == 's:' then
      redis.call('ZREM', key, name)
      for s, b, e in string.gmatch(name, '(%d+):(%d+):(%d+)') do
        all[#all + 1] = {s, b, tonumber(e)}
      end
    end
  end
  all[#all + 1] = {stamp, string.format('%.0f', micros), micros + spread * 1000}
  for i = #all, 1, -1 do
    if not kept[1] or kept[1][3] > math.max(all[i][3], micros) then
      table.insert(kept, 1, all[i])
    end
  end
  if #kept > 8 then
    kept[2] = {kept[2][1], kept[1][2], kept[1][3]}
    table.remove(kept, 1)
  end
  for i, one in ipairs(kept) do
    kept[i] = one[1] .. ':' .. one[2] .. ':' .. string.format('%.0f', one[3])
  end
  return 's:' .. table.concat(kept, ';')
end

if marked ~= '' then
  local stamp = string.format('%.0f', math.max(micros, last + 1, known + 1))
  -- The first write needs no memory: what follows one is allowed when memory is full.
  local kind, told = 'C', ''
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
  elseif string.sub(marked, 1, 2) == 's:' then
    kind, told = 'S', string.sub(marked, 3)
    redis.call('PEXPIRE', key, lives)
    marked = with_soft(stamp, tonumber(told))
    redis.call('ZADD', key, stamp, 'soft')
  else
    kind, told = 'T', string.sub(marked, 3)
    local old = redis.call('ZCOUNT', key, '-inf', string.format('%.0f', micros - lasts * 1000))
    local many = redis.call('ZCARD', key) - ARGV[5]
    redis.call('PEXPIRE', key, lives)
    if old > 4 or many >= 0 then
      -- Evicted longer ago than any entry is old, or just too many: the oldest become one marker of all tags.
      local drop = math.min(math.max(old, many + math.ceil(ARGV[5] / 10)), 1000)
      local floor = redis.call('ZRANGE', key, drop - 1, drop - 1, 'WITHSCORES')[2]
      local clear, tags = redis.call('ZSCORE', key, 'clear'), redis.call('ZSCORE', key, 'tags')
      local since, members = soft_members()
      redis.call('ZREMRANGEBYRANK', key, 0, drop - 1)
      redis.call('ZADD', key, tags and tonumber(tags) > tonumber(floor) and tags or floor, 'tags')
      if clear then
        redis.call('ZADD', key, clear, 'clear')
      end
      for _, name in ipairs(members) do
        redis.call('ZADD', key, since, name)
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
  local message = string.sub(ARGV[7], 1, 1) .. kind .. string.sub(ARGV[7], 3) .. struct.pack('>I8', tonumber(stamp)) .. told
  local sent = redis.pcall('PUBLISH', ARGV[6], message)
  if type(sent) == 'table' then
    reply = 2
  end
elseif redis.call('PTTL', key) < lasts / 2 then
  redis.call('PEXPIRE', key, lives)
end
return {reply, redis.call('ZRANGEBYSCORE', key, '(' .. ARGV[3], '+inf', 'WITHSCORES'), micros}
