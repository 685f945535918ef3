from collections import defaultDict

groups = defaultDict(list)
groups["a"].append(1)
result = groups["a"]
