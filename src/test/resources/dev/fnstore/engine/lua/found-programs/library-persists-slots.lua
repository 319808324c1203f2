#!lua name=program
local g = {1, 2}
server.register_function('program', function()
  g.y = g.x
  g[#g + 1] = 'a'
  return {#g, table.remove(g, 1), #g}
end)
--[[ Valkey answers:
[:3, :1, :2]
[:3, :2, :2]

]]
