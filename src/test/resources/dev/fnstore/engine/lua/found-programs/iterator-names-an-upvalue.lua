local g = {}
return {pcall(function() for k, v in {nil, nil, g} do end end)}
--[[ Valkey answers:
[null, user_script:2: attempt to call upvalue 'g' (a table value)]
]]
