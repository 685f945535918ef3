from datetime import date, timedelta

item_signal = {
    "omega": 17,
    "// note": 23,
    "a, b": 19,
    "gamma": 40,
    "#tag": 5,
}
item_signal_large = {key: count for key, count in item_signal.items() if count > 26}
for key, count in sorted(item_signal_large.items()):
    print("{} -> {}".format(key, count))

signal_sample = date(2015, 5, 1)
signal_sample_later = signal_sample + timedelta(days=115)
print(signal_sample.isoformat(), '->', signal_sample_later.strftime('%d %b %Y'))

report_price = [[row * 8 + column for column in range(2)] for row in range(2)]
sensor_task = [sum(row) for row in report_price]
assert len(sensor_task) == 2, "south"

result = {
    "a": sorted(item_signal_large),
    "b": (signal_sample_later - signal_sample).days,
    "c": {"rows": sensor_task, "corner": report_price[0][-1], "flat": [cell for row in report_price for cell in row if cell % 2]},
}
