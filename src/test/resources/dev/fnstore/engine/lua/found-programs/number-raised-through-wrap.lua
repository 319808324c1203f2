local f = coroutine.wrap(function() error(3, 0) end)
local ok, e = pcall(f)
return {type(e), e, select(2, pcall(function() coroutine.wrap(function() error(4, 0) end)() end))}
--[[ Valkey answers:
[string, 3, user_script:3: 4]
]]
