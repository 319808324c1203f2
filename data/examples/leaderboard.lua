#!lua name=leaderboard

-- A leaderboard over a sorted set: the best score of each player counts.

local function entry(key, player)
  local rank = server.call('ZREVRANK', key, player)
  if not rank then
    return nil
  end
  return {rank + 1, server.call('ZSCORE', key, player)}
end

-- KEYS: board.  ARGS: player, score.  Returns {rank, score} after it.
local function submit(keys, args)
  local score = tonumber(args[2])
  if not score then
    return server.error_reply('ERR the score is not a number')
  end
  server.call('ZADD', keys[1], 'GT', score, args[1])
  return entry(keys[1], args[1])
end

-- KEYS: board.  ARGS: how many.  Returns player, score, player, score …
local function top(keys, args)
  return server.call('ZREVRANGE', keys[1], 0, tonumber(args[1]) - 1, 'WITHSCORES')
end

-- KEYS: board.  ARGS: player, how many on either side.  Returns the players around it, best first.
local function around(keys, args)
  local rank = server.call('ZREVRANK', keys[1], args[1])
  if not rank then
    return {}
  end
  local reach = tonumber(args[2])
  return server.call('ZREVRANGE', keys[1], math.max(0, rank - reach), rank + reach)
end

server.register_function('board_submit', submit)
server.register_function{function_name = 'board_top', callback = top, flags = {'no-writes'}}
server.register_function{function_name = 'board_around', callback = around, flags = {'no-writes'}}
server.register_function{
  function_name = 'board_rank',
  callback = function(keys, args) return entry(keys[1], args[1]) end,
  flags = {'no-writes'},
}
