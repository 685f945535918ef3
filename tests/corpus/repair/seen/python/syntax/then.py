n = 30
if n > 10 then
    result = "big"
else:
    result = "small"
