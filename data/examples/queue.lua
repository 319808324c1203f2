#!lua name=queue

-- A work queue that loses nothing when a worker dies: a job that was taken stays in a sorted set,
-- scored by when it times out, until it is acknowledged.
-- KEYS are always: waiting (list), taken (sorted set), jobs (hash).

local function now_ms()
  local time = server.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- ARGS: id, payload.  Returns 1, or 0 if there is a job of this id already.
local function push(keys, args)
  local waiting, jobs = keys[1], keys[3]
  if server.call('HEXISTS', jobs, args[1]) == 1 then
    return 0
  end
  server.call('HSET', jobs, args[1], args[2])
  server.call('LPUSH', waiting, args[1])
  return 1
end

-- Puts back what was taken and not acknowledged in time.
local function requeue(waiting, taken, now)
  local late = server.call('ZRANGEBYSCORE', taken, '-inf', now)
  for _, id in ipairs(late) do
    server.call('ZREM', taken, id)
    server.call('RPUSH', waiting, id)
  end
  return #late
end

-- ARGS: timeout in ms.  Returns {id, payload}, or nil if nothing waits.
local function take(keys, args)
  local waiting, taken, jobs = keys[1], keys[2], keys[3]
  local now = now_ms()
  requeue(waiting, taken, now)
  local id = server.call('RPOP', waiting)
  if not id then
    return nil
  end
  server.call('ZADD', taken, now + tonumber(args[1]), id)
  return {id, server.call('HGET', jobs, id)}
end

-- ARGS: id.  Returns 1, or 0 if the job is not taken.
local function acknowledge(keys, args)
  if server.call('ZREM', keys[2], args[1]) == 0 then
    return 0
  end
  server.call('HDEL', keys[3], args[1])
  return 1
end

-- Returns how many jobs wait and how many are taken.
local function length(keys)
  return {server.call('LLEN', keys[1]), server.call('ZCARD', keys[2])}
end

server.register_function('queue_push', push)
server.register_function('queue_take', take)
server.register_function('queue_ack', acknowledge)
server.register_function{
  function_name = 'queue_length',
  callback = length,
  flags = {'no-writes'},
}
