-- Takes the lease on one entry, if a refresh is to begin now.
-- KEYS  1 hash  2 the upstream's rest
-- ARGV  1 digest  2 token  3 lease ms  4 metadata as the caller saw it  5 metadata to write, or ''
--       6 token whose refresh the caller waits for, or ''  7 seconds since the epoch, by the caller's clock
--       8 '1' when a person asked, who may pass over a rest that is ours and not the upstream's
--       9 life ms of the hash: longer than the lease, for a refresher that was frozen and that nobody replaced
-- Returns changed | held <token> | failed <error> | resting <failure> | taken
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

local rest = redis.call('GET', KEYS[2]) or ''
local retry_at, asked = string.match(rest, '^(%d+%.%d+) ([01]) %d+%.%d+ %d+ [%w_]+$')
if retry_at and tonumber(retry_at) > tonumber(ARGV[7]) and (asked == '1' or ARGV[8] ~= '1') then
  return {'resting', rest}
end

redis.call('HSET', KEYS[1], lease, ARGV[2] .. ' ' .. string.format('%.0f', now + ARGV[3]))
if ARGV[5] ~= '' then redis.call('HSET', KEYS[1], meta, ARGV[5]) end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[9]) then redis.call('PEXPIRE', KEYS[1], ARGV[9]) end
return {'taken'}
