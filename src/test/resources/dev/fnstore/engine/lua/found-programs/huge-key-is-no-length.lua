return {cjson.encode({1, 2, [1e300] = 1}), cjson.encode({[3e9] = 1})}
--[[ Valkey answers:
[{"1":1,"2":2,"1e+300":1}, {"3000000000":1}]
]]
