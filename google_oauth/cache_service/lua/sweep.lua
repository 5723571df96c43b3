-- One bounded step through a hash: drops entries whose time is over, or that do not say when it is.
-- KEYS  1 hash   ARGV  1 cursor  2 seconds since the epoch, by the caller's clock
-- Returns the next cursor; '0' at the end. Leases stay: theirs is another clock.
local step = redis.call('HSCAN', KEYS[1], ARGV[1], 'MATCH', 'm:*', 'COUNT', 300)
for i = 1, #step[2], 2 do
  local ends = string.match(step[2][i + 1], '^%d+|(%d+)|')
  if not ends or tonumber(ends) <= tonumber(ARGV[2]) then
    redis.call('HDEL', KEYS[1], step[2][i], 'b:' .. string.sub(step[2][i], 3))
  end
end
return step[1]
