def search(values, wanted):
    low = 0
    high = len(values) - 1
    steps = 0
    while low <= high:
        steps += 1
        middle = (low + high) // 2
        if values[middle] == wanted:
            return middle, steps
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return -1, steps


index, steps = search(input_data["values"], input_data["wanted"])
result = {"index": index, "steps": steps}
