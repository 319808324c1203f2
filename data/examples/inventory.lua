#!lua name=inventory

-- Stock that is reserved all or nothing: an order names several articles and how many of each.
-- KEYS: stock (hash: article → count), reservations (hash: order → JSON).

local function parse(args, first)
  local order = {}
  for i = first, #args, 2 do
    local count = tonumber(args[i + 1])
    if not count or count <= 0 or count ~= math.floor(count) then
      return nil, args[i]
    end
    order[#order + 1] = {article = args[i], count = count}
  end
  return order
end

-- ARGS: article, count, article, count …  Adds to the stock.
local function supply(keys, args)
  local order, bad = parse(args, 1)
  if not order then
    return server.error_reply('BADCOUNT the count of ' .. bad .. ' is no whole number above 0')
  end
  for _, line in ipairs(order) do
    server.call('HINCRBY', keys[1], line.article, line.count)
  end
  return #order
end

-- ARGS: order id, article, count, article, count …  Reserves all of it or refuses.
local function reserve(keys, args)
  local order, bad = parse(args, 2)
  if not order then
    return server.error_reply('BADCOUNT the count of ' .. bad .. ' is no whole number above 0')
  end
  if server.call('HEXISTS', keys[2], args[1]) == 1 then
    return server.error_reply('EXISTS order ' .. args[1] .. ' has its reservation')
  end
  for _, line in ipairs(order) do
    local there = tonumber(server.call('HGET', keys[1], line.article) or 0)
    if there < line.count then
      return server.error_reply('SOLDOUT ' .. line.article .. ': ' .. there .. ' left')
    end
  end
  for _, line in ipairs(order) do
    server.call('HINCRBY', keys[1], line.article, -line.count)
  end
  server.call('HSET', keys[2], args[1], cjson.encode(order))
  return server.status_reply('RESERVED')
end

-- ARGS: order id.  Gives back what it reserved; returns how many articles.
local function release(keys, args)
  local reserved = server.call('HGET', keys[2], args[1])
  if not reserved then
    return 0
  end
  local order = cjson.decode(reserved)
  for _, line in ipairs(order) do
    server.call('HINCRBY', keys[1], line.article, line.count)
  end
  server.call('HDEL', keys[2], args[1])
  return #order
end

server.register_function('stock_supply', supply)
server.register_function('stock_reserve', reserve)
server.register_function('stock_release', release)
server.register_function{
  function_name = 'stock_count',
  callback = function(keys, args) return tonumber(server.call('HGET', keys[1], args[1]) or 0) end,
  flags = {'no-writes'},
}
