return {{struct.pack('l', 1 / 0):byte(1, -1)}, {struct.pack('l', 0 / 0):byte(1, -1)}, {struct.pack('l', -1e300):byte(8)}, {struct.pack('l', 1e19):byte(1, -1)}}
--[[ Valkey answers:
[[:0, :0, :0, :0, :0, :0, :0, :0], [:0, :0, :0, :0, :0, :0, :0, :128], [:128], [:0, :0, :232, :137, :4, :35, :199, :138]]
]]
