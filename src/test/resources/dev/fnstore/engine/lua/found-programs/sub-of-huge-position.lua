return {('a'):sub(1, 1e100), ('a'):sub(0, 1e100), ('x'):rep(1e100)}
--[[ Valkey answers:
[, , ]
]]
