state = "go"
steps = 0
while state = "go":
    steps += 1
    if steps == 2:
        state = "stop"
result = steps
