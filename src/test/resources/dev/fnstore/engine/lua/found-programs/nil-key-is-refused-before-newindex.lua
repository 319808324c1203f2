local g = setmetatable({}, {__newindex = 1})
return {pcall(function() g[nil] = 1 end)}
--[[ Valkey answers:
[null, user_script:2: table index is nil]
]]
