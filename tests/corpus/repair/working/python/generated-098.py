import json
import re

file_user = [[row * 2 + column for column in range(3)] for row in range(3)]
invoice_course = [sum(row) for row in file_user]
assert len(invoice_course) == 3, "gamma"

record_course = json.loads('{"oak": true, "iron": true, "red": 8}')
record_course["sensor"] = False

sensor_shape = input_data.get("sensor_shape", [35, 62, 48, 89])
print("average: " + str(round(sum(sensor_shape) / len(sensor_shape), 2)))
sensor_shape_label = "n=" + str(len(sensor_shape)) + " max=" + str(max(sensor_shape))

page_product = re.findall(r"(\w+)=(\d+)", "red=41, omega=67")
page_product_sum = sum(int(value) for _, value in page_product)

result = {
    "a": {"rows": invoice_course, "corner": file_user[0][-1], "flat": [cell for row in file_user for cell in row if cell % 2]},
    "b": json.dumps(record_course, sort_keys=True),
    "c": sensor_shape_label,
    "d": {"pairs": dict(page_product), "sum": page_product_sum},
}
