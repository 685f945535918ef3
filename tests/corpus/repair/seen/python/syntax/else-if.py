n = 5
if n > 10:
    label = "high"
else if n > 3:
    label = "mid"
else:
    label = "low"
result = label
