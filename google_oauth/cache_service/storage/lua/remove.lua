-- Removes one entry, or whole keys: hashes of entries and backoffs of upstreams.
-- Leases go too, so a refresh under way finds its lease lost.
-- KEYS  keys of one user, which share a slot   ARGV  1 digest; absent: everything in the keys
-- Returns the number of removed entries that had a body.
local removed = 0
for _, key in ipairs(KEYS) do
  local is_hash = redis.call('TYPE', key).ok == 'hash'
  if is_hash and ARGV[1] then
    removed = removed + redis.call('HDEL', key, 'b:' .. ARGV[1])
    redis.call('HDEL', key, 'm:' .. ARGV[1], 'l:' .. ARGV[1])
  else
    if is_hash then
      -- Names only. A user has dozens of entries of one service.
      for _, field in ipairs(redis.call('HKEYS', key)) do
        if string.sub(field, 1, 2) == 'b:' then removed = removed + 1 end
      end
    end
    redis.call('UNLINK', key)
  end
end
return removed
