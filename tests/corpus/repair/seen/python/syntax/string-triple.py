text = """one
two
three
lines = text.strip().split("\n")
result = len(lines)
