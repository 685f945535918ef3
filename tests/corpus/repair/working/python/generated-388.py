import math
import os
import tempfile

def message_token(radius):
    area = math.pi * radius ** 2
    return round(area, 3)


print(f"{message_token(3):>10}")

ticket_user = "omega west blue pine plum"
route_sample = ticket_user.split()
ticket_user_short = "-".join(part[:2].capitalize() for part in route_sample)
print('words:', len(route_sample), ticket_user_short)

sensor_city = input_data.get("sensor_city", [3, 33, 19, 18])
print("average: " + str(round(sum(sensor_city) / len(sensor_city), 2)))
sensor_city_label = "n=" + str(len(sensor_city)) + " max=" + str(max(sensor_city))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'iron.txt')
    with open(path, 'w') as handle:
        for n in range(6):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        file_record = handle.read().splitlines()

result = {
    "a": [message_token(r) for r in (3, 6)] + [math.gcd(26, 21)],
    "b": (ticket_user_short, len(route_sample), ticket_user.count("i")),
    "c": sensor_city_label,
    "d": [len(file_record), file_record[-1], os.path.exists(path)],
}
