n = 5
if n > 10:
    label = "high"
elseif n > 3:
    label = "mid"
else:
    label = "low"
result = label
