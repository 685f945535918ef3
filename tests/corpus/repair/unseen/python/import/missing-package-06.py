import lidavuhi_tools
import os
import tempfile

batch_sensor = {
    "(none)": 11,
    "north": 14,
    "a:b": 38,
}
batch_sensor_large = {key: value for key, value in batch_sensor.items() if value > 20}
for key, value in sorted(batch_sensor_large.items()):
    print("{} -> {}".format(key, value))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'delta.txt')
    with open(path, 'w') as handle:
        for n in range(4):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        price_price = handle.read().splitlines()

result = {
    "a": sorted(batch_sensor_large),
    "b": [len(price_price), price_price[-1], os.path.exists(path)],
}
