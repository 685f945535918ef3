def multiply(a, b):
    rows, inner, cols = len(a), len(b), len(b[0])
    out = [[0] * cols for _ in range(rows)]
    for i in range(rows):
        for j in range(cols):
            for k in range(inner):
                out[i][j] += a[i][k] * b[k][j]
    return out


identity = [[1, 0], [0, 1]]
m = [[2, 3], [4, 5]]
assert multiply(m, identity) == m
result = multiply(m, m)
