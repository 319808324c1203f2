return {string.find('x=1', '()%z*(x)%1'), tostring(('xx'):find('(x)%1'))}
--[[ Valkey answers:
[]
]]
