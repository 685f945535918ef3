import re

city_batch = re.findall(r"(\w+)=(\d+)", "green=88, silver=86")
city_batch_sum = sum(int(value) for _, value in city_batch)

course_message = [[row * 7 + column for column in range(3)] for row in range(3)]
vector_page = [sum(row) for row in course_message]
assert len(vector_page) == 3, "south"

result = {
    "a": {"pairs": dict(city_batch), "sum": city_batch_sum},
    "b": {"rows": vector_page, "corner": course_message[0][-1], "flat": [cell for row in course_message for cell in row if cell % 2]},
}
