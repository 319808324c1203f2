local ok, e = pcall(function() error(12, 0) end) return type(e)
--[[ Valkey answers:
number
]]
