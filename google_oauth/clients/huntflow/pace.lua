-- Books the next turn of one token and returns the microseconds until it comes.
-- KEYS[1] holds the moment (microseconds of the server's clock) before which all turns are booked.
-- KEYS[2] is there for as long as the token is to rest; then the first turns are those after it.
-- ARGV: microseconds between turns, microseconds by which turns may come early, the longest wait to book.
-- A wait longer than that is returned as well, but books nothing.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local rested = now + math.max(0, redis.call('PTTL', KEYS[2])) * 1000
local booked = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), rested)
local wait = math.max(rested, booked - tonumber(ARGV[2])) - now
if wait <= tonumber(ARGV[3]) then
  booked = booked + tonumber(ARGV[1])
  redis.call('SET', KEYS[1], string.format('%.0f', booked), 'PX', math.ceil((booked - now) / 1000))
end
return wait
