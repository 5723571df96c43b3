-- Books the next turn of one token and returns the microseconds until it comes.
-- KEYS[1] holds the time (microseconds of the server's clock) up to which turns are booked.
-- KEYS[2] exists while the token backs off; turns then begin at its end.
-- ARGV: microseconds between turns, microseconds by which turns may come early, the longest wait to book.
-- A longer wait is returned as well, but not booked.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local start = now + math.max(0, redis.call('PTTL', KEYS[2])) * 1000
local booked = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), start)
local wait = math.max(start, booked - tonumber(ARGV[2])) - now
if wait <= tonumber(ARGV[3]) then
  booked = booked + tonumber(ARGV[1])
  redis.call('SET', KEYS[1], string.format('%.0f', booked), 'PX', math.ceil((booked - now) / 1000))
end
return wait
