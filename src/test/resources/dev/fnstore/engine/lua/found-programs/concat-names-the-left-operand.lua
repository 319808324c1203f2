local g = {} return {pcall(function() return nil .. g.n end)}
--[[ Valkey answers:
[null, user_script:1: attempt to concatenate a nil value]
]]
