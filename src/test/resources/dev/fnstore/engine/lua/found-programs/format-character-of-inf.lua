return {string.format('%c', 1 / 0), string.format('%c', 0 / 0), string.format('%c', 321)}
--[[ Valkey answers:
[, , A]
]]
