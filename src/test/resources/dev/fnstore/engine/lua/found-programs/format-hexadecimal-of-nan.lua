return {string.format('%#x', 0 / 0), string.format('%x', 1 / 0), string.format('%x', 1e19)}
--[[ Valkey answers:
[0x8000000000000000, 0, 8ac7230489e80000]
]]
