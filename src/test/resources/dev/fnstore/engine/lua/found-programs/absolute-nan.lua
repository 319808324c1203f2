return string.format('%.17g', math.abs(0 / 0))
--[[ Valkey answers:
nan
]]
