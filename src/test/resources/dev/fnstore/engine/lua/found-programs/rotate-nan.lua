return {bit.rol(-(0 / 0), 1), bit.tobit(0 / 0), pcall(bit.band, 1, nil, nil)}
--[[ Valkey answers:
[:0, :0, null, bad argument #3 to '?' (number expected, got nil)]
]]
