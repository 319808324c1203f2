-- Run with: fnstore test data/examples/inventory.lua

local KEYS = {'stock', 'reservations'}

local function expect(actual, expected)
  if actual ~= expected then
    error('expected ' .. tostring(expected) .. ', got ' .. tostring(actual), 2) -- where it is called
  end
end

local function count(article)
  return tonumber(fcall('stock_count', KEYS, {article}))
end

server.register_function('test_supply_adds_up', function()
  fcall('stock_supply', KEYS, {'pears', 3})
  fcall('stock_supply', KEYS, {'pears', 4, 'plums', 1})
  expect(count('pears'), 7)
  expect(count('plums'), 1)
end)

server.register_function('test_reserve_takes_all_or_nothing', function()
  fcall('stock_supply', KEYS, {'pears', 3, 'plums', 1})
  local refused = fcall('stock_reserve', KEYS, {'order-1', 'pears', 2, 'plums', 2})
  expect(refused.err, 'SOLDOUT plums: 1 left')
  expect(count('pears'), 3)
  expect(fcall('stock_reserve', KEYS, {'order-2', 'pears', 2, 'plums', 1}).ok, 'RESERVED')
  expect(count('pears'), 1)
end)

server.register_function('test_release_gives_back', function()
  fcall('stock_supply', KEYS, {'pears', 3})
  fcall('stock_reserve', KEYS, {'order-1', 'pears', 2})
  expect(fcall('stock_release', KEYS, {'order-1'}), 1)
  expect(count('pears'), 3)
  expect(fcall('stock_release', KEYS, {'order-1'}), 0)
end)

-- The library's own locals are in reach, too.
server.register_function('test_parse_names_the_article_with_a_bad_count', function()
  local order, bad = parse({'pears', '1', 'plums', 'many'}, 1)
  expect(order, nil)
  expect(bad, 'plums')
end)
