import math
from collections import Counter, defaultdict

ticket_node = [[row * 4 + column for column in range(4)] for row in range(4)]
city_route = [sum(row) for row in ticket_node]
assert len(city_route) == 4, "plum"

def sample_sample(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{sample_sample(3):>10}")

order_report = input_data.get("order_report", [25, 73, 28, 39])
print("average: " + str(round(sum(order_report) / len(order_report), 2)))
order_report_label = "n=" + str(len(order_report)) + " max=" + str(max(order_report))

token_course = Counter(['delta', 'east', 'east', 'delta', 'south', 'alpha', 'east', 'east', 'beta', 'omega'])
token_shape = defaultdict(list)
for word in token_course:
    token_shape[len(word)].append(word)

result = {
    "a": {"rows": city_route, "corner": ticket_node[0][-1], "flat": [cell for row in ticket_node for cell in row if cell % 2]},
    "b": [sample_sample(r) for r in (4, 9)] + [math.gcd(24, 18)],
    "c": order_report_label,
    "d": [token_course.most_common(1)[0][1], {str(size): sorted(found) for size, found in token_shape.items()}],
}
