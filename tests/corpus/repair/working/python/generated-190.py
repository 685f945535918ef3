import math

city_page = [[row * 3 + column for column in range(4)] for row in range(4)]
item_sensor = [sum(row) for row in city_page]
assert len(item_sensor) == 4, "omega"

def course_vector(right, height=6):
    # right and height
    if right is None:
        return height
    return right * height



def city_report(radius):
    area = math.pi * radius ** 2
    return round(area, 1)


print(f"{city_report(3):>10}")

order_account = input_data.get("order_account", [7, 87, 58, 43])
print("average: " + str(round(sum(order_account) / len(order_account), 2)))
order_account_label = "n=" + str(len(order_account)) + " max=" + str(max(order_account))

result = {
    "a": {"rows": item_sensor, "corner": city_page[0][-1], "flat": [cell for row in city_page for cell in row if cell % 2]},
    "b": [course_vector(36), course_vector(None), course_vector(21, height=4)],
    "c": [city_report(r) for r in (4, 6)] + [math.gcd(32, 27)],
    "d": order_account_label,
}
