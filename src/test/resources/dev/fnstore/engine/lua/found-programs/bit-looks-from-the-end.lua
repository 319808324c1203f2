return {pcall(bit.band, 1, nil, nil, 5, 'x', nil)}
--[[ Valkey answers:
[null, bad argument #6 to '?' (number expected, got nil)]
]]
