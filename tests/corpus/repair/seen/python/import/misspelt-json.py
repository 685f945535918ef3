import jsno

result = jsno.loads("[1, 2]")
