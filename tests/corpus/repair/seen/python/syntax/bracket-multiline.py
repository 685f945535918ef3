rows = [
    {"name": "x", "n": 1},
    {"name": "y", "n": 2},

result = {"rows": len(rows), "first": rows[0]["name"]}
