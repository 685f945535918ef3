import math
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'green.txt')
    with open(path, 'w') as handle:
        for n in range(3):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        draft_route = handle.read().splitlines()

def order_batch(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{order_batch(4):>10}")

result = {
    "a": [len(draft_route), draft_route[-1], os.path.exists(path)],
    "b": [order_batch(r) for r in (4, 8)] + [math.gcd(35, 18)],
}
