import json

order_message = json.loads('{"green": [1, 2], "alpha": "apple", "plum": 3}')
order_message["order"] = None

report = 41
batch_account = []
while report > 1 and len(batch_account) < 18:
    report = report // 2 if report % 2 == 0 else 3 * report + 1
    batch_account.append(report)
    if report == 9:
        break
else:
    batch_account.append(-1)

result = {
    "a": json.dumps(order_message, sort_keys=True),
    "b": batch_account,
}
