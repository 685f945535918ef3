sizes = [
    10,
    20
    30,
]
result = sizes
