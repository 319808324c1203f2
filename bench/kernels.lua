#!lua name=kernels
-- What bench/lua runs on both servers. Each function takes the amount of work as its argument and
-- gives a result that depends on all of it, so that replies can be compared.

local function kernel(name, body)
  server.register_function(name, function(keys, args)
    return body(tonumber(args[1]), keys)
  end)
end

kernel('integer_loop', function(n)
  local sum = 0
  for i = 1, n do
    sum = (sum + i * 7) % 1000003
  end
  return sum
end)

kernel('float_loop', function(n)
  local inside = 0
  for y = 0, n - 1 do
    for x = 0, n - 1 do
      local cr, ci = 2.0 * x / n - 1.5, 2.0 * y / n - 1.0
      local zr, zi, i = 0.0, 0.0, 0
      while i < 50 and zr * zr + zi * zi < 4.0 do
        zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
        i = i + 1
      end
      if i == 50 then
        inside = inside + 1
      end
    end
  end
  return inside
end)

local function fib(n)
  if n < 2 then
    return n
  end
  return fib(n - 1) + fib(n - 2)
end

kernel('fib', fib)

kernel('sieve', function(n)
  local composite, count = {}, 0
  for i = 2, n do
    if not composite[i] then
      count = count + 1
      for j = i * i, n, i do
        composite[j] = true
      end
    end
  end
  return count
end)

kernel('fill_and_sort', function(n)
  local t, seed = {}, 42
  for i = 1, n do
    seed = (seed * 1103515245 + 12345) % 2147483648
    t[i] = seed
  end
  table.sort(t)
  table.sort(t, function(a, b) return a > b end)
  return t[1] % 1000 + t[n] % 1000
end)

kernel('string_building', function(n)
  local parts = {}
  for i = 1, n do
    parts[#parts + 1] = 'item:' .. i .. ':' .. i * 2
  end
  local text = table.concat(parts, ',')
  return #text
end)

kernel('format', function(n)
  local length = 0
  for i = 1, n do
    length = length + #string.format('%05d|%-10s|%.3f|%x', i, 'key' .. i, i / 3, i)
  end
  return length
end)

kernel('patterns', function(n)
  local text, found = 'user:1001,visits=37;last=2024-05-17T10:20:30Z;tags=a|b|c', 0
  for i = 1, n do
    local id = text:match('user:(%d+)')
    local year, month, day = text:match('(%d+)-(%d+)-(%d+)T')
    for word in text:gmatch('%a+') do
      found = found + #word
    end
    local masked = text:gsub('%d', '#')
    found = found + tonumber(id) + tonumber(year) + tonumber(month) + tonumber(day) + #masked
  end
  return found
end)

kernel('closures', function(n)
  local function counter(step)
    local value = 0
    return function()
      value = value + step
      return value
    end
  end
  local sum = 0
  for i = 1, n do
    local next_value = counter(i)
    next_value()
    sum = (sum + next_value()) % 1000003
  end
  return sum
end)

local Account = {}
Account.__index = Account
Account.__add = function(a, b)
  return setmetatable({ balance = a.balance + b.balance }, Account)
end

function Account.new(balance)
  return setmetatable({ balance = balance }, Account)
end

function Account:deposit(amount)
  self.balance = self.balance + amount
  return self
end

kernel('metatables', function(n)
  local total = Account.new(0)
  for i = 1, n do
    total = total + Account.new(i):deposit(1)
    total.balance = total.balance % 1000003
  end
  return total.balance
end)

local function document()
  local items = {}
  for i = 1, 20 do
    items[i] = { id = i, name = 'item ' .. i, price = i * 1.25, tags = { 'a', 'b', 'c' }, active = i % 2 == 0 }
  end
  return { user = 'ann', items = items, total = 1234.5 }
end

kernel('cjson', function(n)
  local length, value = 0, document()
  for _ = 1, n do
    local text = cjson.encode(value)
    length = length + #text
    value = cjson.decode(text)
  end
  return length + #value.items
end)

kernel('cmsgpack', function(n)
  local length, value = 0, document()
  for _ = 1, n do
    local packed = cmsgpack.pack(value)
    length = length + #packed
    value = cmsgpack.unpack(packed)
  end
  return length + #value.items
end)

kernel('struct', function(n)
  local sum = 0
  for i = 1, n do
    local packed = struct.pack('>I4hHd', i, -(i % 1000), i % 60000, i / 2)
    local a, b, c, d = struct.unpack('>I4hHd', packed)
    sum = (sum + a + b + c + d) % 1000003
  end
  return math.floor(sum)
end)

kernel('coroutines', function(n)
  local function generate(last)
    return coroutine.wrap(function()
      for i = 1, last do
        coroutine.yield(i)
      end
    end)
  end
  local sum = 0
  for _ = 1, n do
    for value in generate(10) do
      sum = (sum + value) % 1000003
    end
  end
  return sum
end)

kernel('iterators', function(n)
  local t, sum = {}, 0
  for i = 1, 100 do
    t[i] = i
    t['k' .. i] = i
  end
  for _ = 1, n do
    for _, value in pairs(t) do
      sum = sum + value
    end
    for i, value in ipairs(t) do
      sum = sum + i * value
    end
  end
  return sum % 1000003
end)

kernel('rate_limiter', function(n, keys)
  local allowed = 0
  for i = 1, n do
    local key = keys[1] .. ':' .. i % 10
    local used = tonumber(server.call('INCR', key))
    if used == 1 then
      server.call('PEXPIRE', key, 60000)
    end
    if used <= 100 then
      allowed = allowed + 1
    end
  end
  for i = 0, 9 do
    server.call('DEL', keys[1] .. ':' .. i)
  end
  return allowed
end)

kernel('leaderboard', function(n, keys)
  for i = 1, n do
    server.call('ZADD', keys[1], i * 37 % 1009, 'player:' .. i % 50)
  end
  local top, sum = server.call('ZRANGE', keys[1], 0, 9, 'REV', 'WITHSCORES'), 0
  for i = 2, #top, 2 do
    sum = sum + tonumber(top[i])
  end
  server.call('DEL', keys[1])
  return sum
end)

kernel('queue', function(n, keys)
  for i = 1, n do
    server.call('RPUSH', keys[1], cjson.encode({ id = i, payload = 'job ' .. i }))
  end
  local sum = 0
  while true do
    local text = server.call('LPOP', keys[1])
    if not text then
      break
    end
    sum = (sum + cjson.decode(text).id) % 1000003
  end
  return sum
end)
