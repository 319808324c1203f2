-- Bodies of functions for the differential test, one per line; `keys` and `args` are the arguments.
return 1
return 'text'
return 3.99
return -3.99
return 0
return 1e15
return -0
return true
return false
return nil
return {}
return {1,2,3}
return {1,nil,3}
return {1,{2,{3,'four'}},false,true}
return {'a',3.7,nil,'never'}
return {ok='fine'}
return {ok='two\r\nlines'}
return {ok=1}
return {err='MYERR boom'}
return {err='no code'}
return {err='two\nlines'}
return {err=5}
return {double=3.5}
return {double=3}
return {double='x'}
return {big_number='123456789012345678901234567890'}
return {verbatim_string={format='txt',string='hello'}}
return {verbatim_string={format='toolong',string='x'}}
return {verbatim_string={string='x'}}
return {map={a=1}}
return {map={a={1,2}}}
return {set={a=true}}
return {map='x'}
server.setresp(3) return true
server.setresp(3) return false
server.setresp(3) return {true,false,nil}
server.setresp(3) return server.call('HGETALL',keys[1] or 'h')
server.setresp(3) return server.call('SMEMBERS','single')
server.setresp(3) return server.call('ZSCORE','z','a')
server.setresp(3) return server.call('ZRANGE','z',0,-1,'WITHSCORES')
server.setresp(3) return server.call('GET','nosuch')
server.setresp(3) return tostring(server.call('GET','nosuch'))
server.setresp(3) return type(server.call('HGETALL','h').map)
server.setresp(2) return server.call('HGETALL','h')
return tostring(server.call('GET','nosuch'))
server.setresp(4)
server.setresp()
server.setresp('x')
return keys
return args
return #keys
return #args
return keys[1]
return args[1]
return {keys,args}
return tonumber(args[1])
return tostring(args[1])
return type(keys)
return server.call('SET','s',args[1] or 'default')
return server.call('GET','s')
return server.call('INCR','n')
return server.call('INCRBY','n',2)
return server.call('INCRBY','n',2.5)
return server.call('INCRBY','n',1e15)
return server.call('INCRBY','s','x')
return server.call('LPUSH','l',1,2.5,'three')
return server.call('LRANGE','l',0,-1)
return server.call('RPOP','l')
return server.call('HSET','h','f',1)
return server.call('HSET','h','f')
return server.call('HGETALL','h')
return server.call('SADD','single','a')
return server.call('ZADD','z',1.5,'a')
return server.call('ZSCORE','z','a')
return server.call('ZRANGE','z',0,-1,'WITHSCORES')
return server.call('LPUSH','s','wrong type')
return server.pcall('LPUSH','s','wrong type')
return server.pcall('LPUSH','s','wrong type')['err']
return server.pcall('NOSUCH')
return server.pcall('NOSUCH')['err']
return server.pcall('GET')['err']
return server.pcall('FUNCTION','NOSUCH')['err']
return server.pcall('FUNCTION','LIST')['err']
return server.pcall('MULTI')['err']
return server.call('NOSUCH','a')
return server.call('GET')
return server.call()
return server.pcall()
return server.call(1)
return server.call(nil)
return server.call({})
return server.call('SET','k',nil)
return server.call('SET','k',true)
return server.call('SET','k',{})
return server.call('SET','k',1.0)
return server.call('SET','k',0.1)
return {server.call('SET','k',1/3),server.call('GET','k')}
return {server.call('SET','k',2^53),server.call('GET','k')}
return {server.call('SET','k',1e19),server.call('GET','k')}
return {server.call('SET','k',-0.0),server.call('GET','k')}
return {server.call('SELECT',3),server.call('SET','in3',1)}
return server.call('EXISTS','in3')
return server.call('DEL','s','n','l','h','single','z','k')
return server.call('FCALL','f','0')
return server.call('FLUSHALL')
return server.call('DBSIZE')
return server.call('PING')
return server.call('PING','x')
return server.call('ECHO',args[1] or 'e')
return server.call('TYPE','s')
return server.call('TTL','s')
return server.status_reply('GOOD')
return server.status_reply(5)
return server.status_reply()
return server.error_reply('MYERR text')
return server.error_reply('-MYERR text')
return server.error_reply('text')
return server.error_reply('')
return server.error_reply()
return server.error_reply(1,2)
return server.sha1hex('')
return server.sha1hex('abc')
return server.sha1hex(12)
return server.sha1hex()
return server.sha1hex('a','b')
return server.log(server.LOG_NOTICE,'a message')
return server.log('x','y')
return server.log(9,'y')
return server.log(1)
return server.set_repl(server.REPL_ALL)
return server.set_repl(99)
return server.set_repl()
return server.acl_check_cmd('GET','x')
return server.acl_check_cmd('NOSUCH')
return server.acl_check_cmd()
return server.REDIS_VERSION_NUM
return server.REDIS_VERSION
return server.VALKEY_VERSION
return server.VALKEY_VERSION_NUM
return server.SERVER_NAME
return {server.LOG_DEBUG,server.LOG_WARNING,server.REPL_AOF,server.REPL_NONE}
return redis == server
return redis.call('PING')
return server.nosuch
return server.register_function('late',function() end)
return tostring(server.register_function)
error('raised')
error('raised',0)
error('raised',2)
error({err='CODE raised'})
error({err='lower'})
error({err='two\r\nlines'})
error('two\nlines')
error()
error(nil)
error(5)
error(true)
return nosuchglobal
return nosuch.field
local x = nil return x.y
local x = nil return x()
local t = {} return t.a.b
local t = {} t.a.b = 1
return 1 + {}
return 'a' + 1
return '10' + 5
return 'a' .. {}
return 1 < 'x'
return {} < {}
return #5
return -{}
local function f() return g() end return f()
local t = {} return t:nosuch()
return ('x'):nosuch()
newglobal = 1
_G.newglobal = 1
server.call = 1
string.len = 1
rawset(_G,'x',1)
setmetatable(_G,{})
getmetatable('').__index = nil
return getmetatable('').__index == string
return pcall(error,'x')
return {pcall(error,'x')}
return {pcall(error,{err='CODE x'})}
return {pcall(function() error('inner') end)}
return {pcall(function() return server.call('LPUSH','s','x') end)}
return {pcall(server.call,'NOSUCH')}
return {xpcall(function() error('x') end,function(e) return 'handled ' .. e end)}
return select('#',1,2,3)
return {select(2,'a','b','c')}
return {unpack({1,2,3})}
return {unpack({1,2,3},2)}
return {next({})}
return table.concat({1,2,3},',')
return table.concat({1,{},3})
local t = {3,1,2} table.sort(t) return t
local t = {3,1,2} table.sort(t,function(a,b) return a > b end) return t
local t = {1,2,3} table.remove(t,1) return t
local t = {1,2} table.insert(t,1,0) return t
return table.getn({1,2,3})
return string.format('%5.2f|%d|%s|%q|%x','3.14159',42,'s','q"uote',255)
return string.format('%s',1e100)
return string.format('%d','x')
return tostring(1e15) .. tostring(1e16) .. tostring(0.1) .. tostring(1/3)
return tostring(1/0) .. tostring(-1/0)
return 10 % 3 .. -10 % 3 .. 10 % -3
return 2^10
return math.floor(-3.5)
return {math.max(1,5,3),math.min(4,2)}
return {math.modf(3.7)}
math.randomseed(7) return {math.random(100),math.random(100),math.random(1,6)}
return math.random(0)
return math.huge
return string.rep('ab',3)
return ('hello'):upper()
return {('hello world'):find('o w')}
return {('key=value'):match('(%w+)=(%w+)')}
return (('hello'):gsub('l','L'))
return {('hello'):byte(1,-1)}
return string.char(72,105)
return ('abc'):reverse()
return ('abc'):sub(-2)
return {string.find('a.b','.',1,true)}
local r = {} for w in ('a b c'):gmatch('%a') do r[#r+1] = w end return r
return ('x'):rep(-1)
return string.format('%c%c',65,66)
return tostring(nil) .. tostring(true)
return {tonumber('0x10'),tonumber('  5  '),tonumber('1e2'),tonumber('x') == nil,tonumber('ff',16)}
return loadstring('return 1+1')()
return {loadstring('return +')}
return type(loadstring(string.dump(function() end)))
return os.time
return type(os.clock())
return io
return require
return print
return debug
return cjson.encode({1,2,3})
return cjson.encode({a=1})
return cjson.encode({})
return cjson.encode('x/"\n')
return cjson.encode(1.5)
return cjson.encode(2^53)
return cjson.decode('[1,"a",null,true,{"x":1.5}]')
return cjson.decode('{"a":[]}').a
return cjson.decode('[1,')
return cjson.decode('nope')
return cjson.encode(function() end)
return tostring(cjson.null)
return cjson.decode('null') == cjson.null
return cjson.encode()
return cmsgpack.pack(1,'a',{1,2},1.5,true,nil)
return {cmsgpack.unpack(cmsgpack.pack(1,'a',-5,300,70000))}
return cmsgpack.unpack('\255\255')
return cmsgpack.pack()
return struct.pack('>I2',258)
return {struct.unpack('>I2','\1\2')}
return struct.size('>I4')
return struct.pack('Q',1)
return bit.band(255,15)
return bit.tohex(255)
return {bit.bor(1,2),bit.bxor(3,1),bit.bnot(0),bit.lshift(1,31),bit.rshift(-1,28),bit.arshift(-16,2)}
return bit.band()
local c = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b * 2 end) return {select(2,coroutine.resume(c,1)),select(2,coroutine.resume(c,21)),coroutine.status(c)}
local c = coroutine.wrap(function() error('in coroutine') end) return c()
return {coroutine.resume(coroutine.create(function() error('x') end))}
local n = 0 for i = 1,10 do n = n + i end return n
local n = 0 for i = 10,1,-3 do n = n + i end return n
local n = 0 repeat n = n + 1 until n > 5 return n
local n = 0 while true do n = n + 1 if n > 5 then break end end return n
for i = 1,'x' do end
for k,v in 5 do end
local t = setmetatable({},{__index=function(t,k) return k .. '!' end}) return t.x
local t = setmetatable({},{__call=function(self,a) return a end}) return t(7)
local t = setmetatable({},{__tostring=function() return 'T' end}) return tostring(t)
local t = setmetatable({},{__add=function(a,b) return 42 end}) return t + 1
local t = setmetatable({},{__metatable='locked'}) return getmetatable(t)
return setmetatable({},{__metatable='locked'}) and 1
return (function(...) return select('#',...) end)(nil,nil)
return (function(...) return arg.n end)(1,2,3)
local function fact(n) if n < 2 then return 1 end return n * fact(n - 1) end return fact(15)
local function deep(n) return deep(n + 1) + 1 end return deep(1)
local a = {} a[1] = a return a[1][1] == a
local s = 0 for _,v in ipairs({1,2,nil,4}) do s = s + v end return s
return assert(false)
return assert(nil,'message')
return assert(1 == 1,'x')
return collectgarbage('count') > 0
return _VERSION
return _G == _G._G
return rawequal('a','a')
return rawget({5},1)
return gcinfo() > 0
