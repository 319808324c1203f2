local g = {1, 2}
g.x = nil
g[4] = 1
return {#g, table.getn(g)}
--[[ Valkey answers:
[:2, :2]
]]
