local a, b = 'x', setmetatable({}, {__concat = function() return true end})
local r = {}
r[1] = select(2, pcall(function() return 1 .. a .. b end))
r[2] = select(2, pcall(function() return nil .. 1 .. b .. nil end))
r[3] = select(2, pcall(function() return a .. b .. 1 .. nil end))
return r
--[[ Valkey answers:
[user_script:3: attempt to concatenate upvalue 'a' (a boolean value), user_script:4: attempt to concatenate upvalue 'b' (a boolean value), user_script:5: attempt to concatenate a nil value]
]]
