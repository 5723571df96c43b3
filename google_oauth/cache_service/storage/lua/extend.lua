-- Moves the end of a held lease.
-- KEYS  1 hash   ARGV  1 digest  2 token  3 lease ms   Returns 1, or 0 when the lease is lost.
local lease = 'l:' .. ARGV[1]
if string.match(redis.call('HGET', KEYS[1], lease) or '', '^(%w+) ') ~= ARGV[2] then return 0 end

local time = redis.call('TIME')
local ends = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3]
redis.call('HSET', KEYS[1], lease, ARGV[2] .. ' ' .. string.format('%.0f', ends))
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return 1
