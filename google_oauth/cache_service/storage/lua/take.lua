-- Takes the lease on one entry, if a refresh may begin now.
-- KEYS  1 hash  2 backoff of the upstream
-- ARGV  1 digest  2 token  3 lease ms  4 metadata as the caller read it  5 metadata to write, or ''
--       6 token of the refresh that the caller waits for, or ''  7 seconds since the epoch, by the caller's clock
--       8 '1' for a forced refresh: it ignores our own backoff, not the upstream's Retry-After
--       9 life ms of the hash: longer than the lease, so that a frozen refresher that was not replaced keeps it
-- Returns changed | held <token> | failed <error> | backoff <failure> | taken
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'hash' and kind ~= 'none' then redis.call('UNLINK', KEYS[1]) end

local meta, lease = 'm:' .. ARGV[1], 'l:' .. ARGV[1]
if (redis.call('HGET', KEYS[1], meta) or '') ~= ARGV[4] then return {'changed'} end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local mark, owner, ends, failure = string.match(redis.call('HGET', KEYS[1], lease) or '', '^(!?)(%w+) (%d+) ?(.*)$')
if owner and tonumber(ends) > now then
  if mark == '' then return {'held', owner} end
  if owner == ARGV[6] then return {'failed', failure} end
end

local backoff = redis.call('GET', KEYS[2]) or ''
local retry_at, asked = string.match(backoff, '^(%d+%.%d+) ([01]) %d+%.%d+ %d+ [%w_]+$')
if retry_at and tonumber(retry_at) > tonumber(ARGV[7]) and (asked == '1' or ARGV[8] ~= '1') then
  return {'backoff', backoff}
end

redis.call('HSET', KEYS[1], lease, ARGV[2] .. ' ' .. string.format('%.0f', now + ARGV[3]))
if ARGV[5] ~= '' then redis.call('HSET', KEYS[1], meta, ARGV[5]) end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[9]) then redis.call('PEXPIRE', KEYS[1], ARGV[9]) end
return {'taken'}
