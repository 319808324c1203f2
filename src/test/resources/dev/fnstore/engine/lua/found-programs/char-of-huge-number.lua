local ok, s = pcall(string.char, -9223372036854775808) return {ok, s:byte(1, -1)}
--[[ Valkey answers:
[:1, :0]
]]
