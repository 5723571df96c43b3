-- Removes one entry, or all of a hash; a lease goes with its entry, so a refresh under way finds it gone.
-- KEYS  1 hash   ARGV  1 digest; absent: all
-- Returns the number of entries that had a body.
local kind = redis.call('TYPE', KEYS[1]).ok
if kind == 'hash' and ARGV[1] then
  local bodies = redis.call('HDEL', KEYS[1], 'b:' .. ARGV[1])
  redis.call('HDEL', KEYS[1], 'm:' .. ARGV[1], 'l:' .. ARGV[1])
  return bodies
end

local bodies = 0
if kind == 'hash' then
  -- Names only, of one person's answers of one service: short, and counted in the same step that removes them.
  for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.sub(name, 1, 2) == 'b:' then bodies = bodies + 1 end
  end
end
redis.call('UNLINK', KEYS[1])
return bodies
