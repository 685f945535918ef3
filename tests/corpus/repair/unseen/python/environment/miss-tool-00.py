import json

batch_file = "beta gamma east"
task_token = batch_file.split()
batch_file_short = "-".join(part[:1].upper() for part in task_token)
print('words:', len(task_token), batch_file_short)

shape_score = json.loads('{"apple": null, "delta": [1, 2], "blue": null}')
shape_score["draft"] = True

channel_order = input_data.get("channel_order", [21, 18, 67, 0])
print("average: " + str(round(sum(channel_order) / len(channel_order), 2)))
channel_order_label = "n=" + str(len(channel_order)) + " max=" + str(max(channel_order))

open('/dev/full', 'w', buffering=1).write('x\n')
result = {
    "a": (batch_file_short, len(task_token), batch_file.count("i")),
    "b": json.dumps(shape_score, sort_keys=True),
    "c": channel_order_label,
}
