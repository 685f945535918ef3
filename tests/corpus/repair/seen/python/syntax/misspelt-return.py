def double(n):
    retrun n * 2

result = double(2)
