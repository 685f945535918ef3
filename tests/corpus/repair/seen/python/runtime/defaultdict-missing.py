groups = defaultdict(list)
groups["a"].append(1)
result = groups["a"]
