The following program adds two numbers.
a = 1
b = 2
result = a + b
