import jsn

user_price = json.loads('{"green": "delta", "blue": true, "plum": null}')
user_price["node"] = 4

def score_shape(second, width=8):
    # second and width
    if second is None:
        return width
    return second * width



def node_item(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



sensor_score = [[row * 8 + column for column in range(3)] for row in range(3)]
task_score = [sum(row) for row in sensor_score]
assert len(task_score) == 3, "pine"

result = {
    "a": json.dumps(user_price, sort_keys=True),
    "b": [score_shape(15), score_shape(None), score_shape(36, width=4)],
    "c": list(node_item(60)),
    "d": {"rows": task_score, "corner": sensor_score[0][-1], "flat": [cell for row in sensor_score for cell in row if cell % 2]},
}
