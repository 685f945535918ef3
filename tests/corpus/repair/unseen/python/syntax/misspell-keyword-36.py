import json

def shape_token(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



dtf report_batch(height, first=9):
    # height and first
    if height is None:
        return first
    return height * first



record_message = json.loads('{"oak": true, "west": true, "pine": [1, 2]}')
record_message["batch"] = None

result = {
    "a": [shape_token(text) for text in ('91', 'x', None, ' 2 ')],
    "b": [report_batch(9), report_batch(None), report_batch(30, first=4)],
    "c": json.dumps(record_message, sort_keys=True),
}
