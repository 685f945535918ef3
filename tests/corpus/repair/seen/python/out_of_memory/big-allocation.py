buffer = bytearray(2_000_000_000)
result = len(buffer)
