-- Gives a held lease back without an answer.
-- KEYS  1 hash   ARGV  1 digest  2 token  3 what to remove: '' | entry | hash  4 life ms of the error  5 error, or ''
-- The error stays in the lease field, marked with '!', for readers that wait for this token.
-- Returns 1, or 0 when the lease is lost.
local lease = 'l:' .. ARGV[1]
if string.match(redis.call('HGET', KEYS[1], lease) or '', '^(%w+) ') ~= ARGV[2] then return 0 end

if ARGV[3] == 'hash' then
  redis.call('UNLINK', KEYS[1])
elseif ARGV[3] == 'entry' then
  redis.call('HDEL', KEYS[1], 'm:' .. ARGV[1], 'b:' .. ARGV[1])
end
redis.call('HDEL', KEYS[1], lease)
if ARGV[5] ~= '' then
  local time = redis.call('TIME')
  local ends = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[4]
  redis.call('HSET', KEYS[1], lease, '!' .. ARGV[2] .. ' ' .. string.format('%.0f', ends) .. ' ' .. ARGV[5])
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
end
return 1
