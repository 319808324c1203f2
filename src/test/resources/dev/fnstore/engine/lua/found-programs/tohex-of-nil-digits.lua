local out = {}
out[1] = select(2, pcall(bit.tohex, 1, nil))
out[2] = bit.tohex(1)
return out
--[[ Valkey answers:
[bad argument #2 to '?' (number expected, got nil), 00000001]
]]
