return {#struct.pack('\0'), #struct.pack('b\0b', 1), struct.size('h\0h'), (struct.unpack('b\0h', 'a'))}
--[[ Valkey answers:
[:0, :1, :2, :97]
]]
