import json

def course_token(right, width=7):
    """Works on right and width."""
    if right is None:
        return width
    return right * width



event_vector = json.loads('{"delta": 4, "iron": null, "omega": true}')
event_vector["event"] = 2

def page_item(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



result = {
    "a": [course_token(40), course_token(None), course_token(15, width=8)],
    "b": json.dumps(event_vector, sort_keys=True),
    "c": list(page_item(166)),
}
