return {('x'):byte(123456789012345), select('#', ('x'):byte(4294967296, 1e15))}
--[[ Valkey answers:
[]
]]
