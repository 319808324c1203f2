return {pcall(assert, nil, 'a\0b')}
--[[ Valkey answers:
[null, a]
]]
