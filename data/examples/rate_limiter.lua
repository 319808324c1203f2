#!lua name=rate_limiter

-- Sliding-window rate limiter: at most `limit` requests of one client in `window` milliseconds.
-- Each request is a member of a sorted set, scored by its time.

local function now_ms()
  local time = server.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- KEYS: the client's window.  ARGS: limit, window in ms, id of the request.
-- Returns {1, requests left} if it may pass, else {0, ms until it may}.
local function acquire(keys, args)
  local key, limit, window, id = keys[1], tonumber(args[1]), tonumber(args[2]), args[3]
  if not limit or not window or not id then
    return server.error_reply('ERR acquire takes a limit, a window in ms and a request id')
  end
  local now = now_ms()
  server.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
  local used = server.call('ZCARD', key)
  if used < limit then
    server.call('ZADD', key, now, id)
    server.call('PEXPIRE', key, window)
    return {1, limit - used - 1}
  end
  local oldest = server.call('ZRANGE', key, 0, 0, 'WITHSCORES')
  return {0, tonumber(oldest[2]) + window - now}
end

-- KEYS: the client's window.  ARGS: window in ms.  Returns how many requests are in it.
local function usage(keys, args)
  local now = now_ms()
  return server.call('ZCOUNT', keys[1], now - tonumber(args[1]) + 1, '+inf')
end

server.register_function('rate_acquire', acquire)
server.register_function{
  function_name = 'rate_usage',
  callback = usage,
  description = 'How many requests are in the window',
  flags = {'no-writes'},
}
