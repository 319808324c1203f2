local t = {}
for i, name in ipairs({'fmod', 'pow', 'atan2', 'ldexp'}) do t[i] = {pcall(math[name], nil)} end
return t
--[[ Valkey answers:
[[null, bad argument #2 to '?' (number expected, got no value)], [null, bad argument #2 to '?' (number expected, got no value)], [null, bad argument #2 to '?' (number expected, got no value)], [null, bad argument #2 to '?' (number expected, got no value)]]
]]
