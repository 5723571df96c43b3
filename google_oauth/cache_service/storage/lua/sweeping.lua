-- One bounded step through a hash: deletes entries that have expired or have no readable end.
-- `now` is in seconds by the caller's clock, like the ends. Returns the next cursor, '0' at the end.
-- Leases stay: they end by the server's clock.
local function sweep(hash, cursor, now)
  local step = redis.call('HSCAN', hash, cursor, 'MATCH', 'm:*', 'COUNT', 300)
  for i = 1, #step[2], 2 do
    local ends = string.match(step[2][i + 1], '^%d+|(%d+)|')
    if not ends or tonumber(ends) <= tonumber(now) then
      redis.call('HDEL', hash, step[2][i], 'b:' .. string.sub(step[2][i], 3))
    end
  end
  return step[1]
end
