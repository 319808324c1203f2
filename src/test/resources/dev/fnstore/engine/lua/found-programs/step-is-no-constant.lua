local seen = {}
for i = 1, 2, (string.byte('str', 9) or 0) do seen[#seen + 1] = i if #seen > 3 then break end end
for i = 1, 3, (string.byte('\1') or 0) do seen[#seen + 1] = i end
for i = 3, 1, (tonumber('x') or -1) do seen[#seen + 1] = i end
return seen
--[[ Valkey answers:
[:1, :2, :3, :3, :2, :1]
]]
