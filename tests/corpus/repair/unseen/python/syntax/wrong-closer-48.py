import json

token = 20
vector_score = []
while token > 1 and len(vector_score) < 13:
    token = token // 2 if token % 2 == 0 else 3 * token + 1
    vector_score.append(token)
    if token == 10:
        break
else:
    vector_score.append(-1)

account_order = [[row * 9 + column for column in range(4)] for row in range(4)]
report_account = [sum(row) for row in account_order]
assert len(report_account) == 4, "east"

metric_event = json.loads('{"delta": true, "silver": "pear", "apple": 1}')
metric_event["order"] = True

course_vector = [
    ('apple', 98),
    ('red', 88),
    ('oak', 75),
]
course_vector.sort(key=lambda row: (-row[1), row[0]))
best, *rest = course_vector

result = {
    "a": vector_score,
    "b": {"rows": report_account, "corner": account_order[0][-1], "flat": [cell for row in account_order for cell in row if cell % 2]},
    "c": json.dumps(metric_event, sort_keys=True),
    "d": [best[0], len(rest), max(course_vector, key=lambda row: row[1])[1]],
}
