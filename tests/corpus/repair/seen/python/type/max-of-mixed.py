result = max([3, "4", 5])
