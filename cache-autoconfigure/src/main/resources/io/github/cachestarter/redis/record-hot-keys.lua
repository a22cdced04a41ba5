-- Adds to the record of the keys that are read most, in which older reads count less.
-- KEYS[1] the record, a sorted set; ARGV[1] after how many ms a read counts half, ARGV[2] for how many ms the record lasts,
-- ARGV[3] how many keys it has at most, then reads and key in turns.
-- Replies: 1.
-- A score is the logarithm of the reads, to the base 2, plus the time in half-lives (forward decay: G. Cormode, V. Shkapenyuk,
-- D. Srivastava, B. Xu, ICDE 2009): scores of all times compare, and what was written needs no change as it grows old.
local time = redis.call('TIME')
local now = (time[1] * 1000 + time[2] / 1000) / ARGV[1]
local log2 = math.log(2)
for i = 4, #ARGV, 2 do
  local score = math.log(ARGV[i]) / log2 + now
  local old = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[i + 1]) or '-inf')
  if old and old > 0 then
    local more = math.max(old, score)
    score = more + math.log(1 + 2 ^ (math.min(old, score) - more)) / log2
  end
  redis.call('ZADD', KEYS[1], score, ARGV[i + 1])
end
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -ARGV[3] - 1)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
