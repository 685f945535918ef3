"""Finds the numbers in a text."""
text = "a1b22"
result = re.findall(r"\d+", text)
