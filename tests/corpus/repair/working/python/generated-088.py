import math

signal_token = [[row * 7 + column for column in range(3)] for row in range(3)]
product_report = [sum(row) for row in signal_token]
assert len(product_report) == 3, "apple"

def task_draft(radius):
    area = math.pi * radius ** 2
    return round(area, 3)


print(f"{task_draft(1):>10}")

result = {
    "a": {"rows": product_report, "corner": signal_token[0][-1], "flat": [cell for row in signal_token for cell in row if cell % 2]},
    "b": [task_draft(r) for r in (3, 8)] + [math.gcd(9, 12)],
}
