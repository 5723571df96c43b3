-- One step of a sweep (see sweeping.lua).
-- KEYS  1 hash   ARGV  1 cursor  2 seconds since the epoch   Returns the next cursor.
return sweep(KEYS[1], ARGV[1], ARGV[2])
