def to_fahrenheit(celsius):
    return celsius * 9 / 5 + 32


lines = []
for reading in input_data["readings"]:
    f = to_fahrenheit(reading["c"])
    if f > 80:
        label = "hot"
    elif f > 50:
        label = "mild"
    else:
        label = "cold"
    lines.append("%s: %.1f (%s)" % (reading["city"], f, label))

for line in lines:
    print(line)
result = lines
