import math

vector = 11
city_course = []
while vector > 1 and len(city_course) < 18:
    vector = vector // 2 if vector % 2 == 0 else 3 * vector + 1
    city_course.append(vector)
    if vector == 10:
        break
else:
    city_course.append(-1)

def page_order(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{page_order(3):>10}")

result = {
    "a": city_course,
    "b": [page_order(r) for r in (3, 9)] + [math.gcd(8, 8)],
}
