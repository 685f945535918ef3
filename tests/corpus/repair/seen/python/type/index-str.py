values = ["a", "b"]
position = "1"
result = values[position]
