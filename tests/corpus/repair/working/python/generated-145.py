from datetime import date, timedelta

user_sample = input_data.get("user_sample", [10, 40, 93, 69])
print("average: " + str(round(sum(user_sample) / len(user_sample), 2)))
user_sample_label = "n=" + str(len(user_sample)) + " max=" + str(max(user_sample))

token = 56
vector_channel = []
while token > 1 and len(vector_channel) < 29:
    token = token // 2 if token % 2 == 0 else 3 * token + 1
    vector_channel.append(token)
    if token == 7:
        break
else:
    vector_channel.append(-1)

channel_sensor = date(2005, 7, 10)
channel_sensor_later = channel_sensor + timedelta(days=118)
print(channel_sensor.isoformat(), '->', channel_sensor_later.strftime('%d %b %Y'))

result = {
    "a": user_sample_label,
    "b": vector_channel,
    "c": (channel_sensor_later - channel_sensor).days,
}
