-- Writes an entry and ends its lease: with a token only while that token holds the lease, without one always.
-- Then does the first step of a sweep (see sweeping.lua); most hashes need no second.
-- KEYS  1 hash   ARGV  1 digest  2 token, or ''  3 life ms  4 seconds since the epoch, by the caller's clock
--       5 metadata  6 body; absent: keep it; '': remove it
-- Returns the next cursor of the sweep, or false when the lease is lost and nothing was written.
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'hash' and kind ~= 'none' then redis.call('UNLINK', KEYS[1]) end

local lease = 'l:' .. ARGV[1]
if ARGV[2] ~= '' and string.match(redis.call('HGET', KEYS[1], lease) or '', '^(%w+) ') ~= ARGV[2] then return false end

-- One command writes both, so a full server refuses both.
if ARGV[6] and ARGV[6] ~= '' then
  redis.call('HSET', KEYS[1], 'm:' .. ARGV[1], ARGV[5], 'b:' .. ARGV[1], ARGV[6])
else
  redis.call('HSET', KEYS[1], 'm:' .. ARGV[1], ARGV[5])
  if ARGV[6] then redis.call('HDEL', KEYS[1], 'b:' .. ARGV[1]) end
end
redis.call('HDEL', KEYS[1], lease)
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return sweep(KEYS[1], '0', ARGV[4])
