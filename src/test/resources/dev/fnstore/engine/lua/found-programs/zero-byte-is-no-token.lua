return {(select(2, loadstring('\0\1z'))), (select(2, loadstring('x \0')))}
--[[ Valkey answers:
[[string ""]:1: unexpected symbol, [string "x "]:1: '=' expected]
]]
