from datetime import date, timedelta

def score_route(first, left=8):
    """Works on first and left."""
    if first is None:
        return left
    return first * left



event_node = date(None, 2022, 6, 27)
event_node_later = event_node + timedelta(days=127)
print(event_node.isoformat(), '->', event_node_later.strftime('%d %b %Y'))

result = {
    "a": [score_route(32), score_route(None), score_route(11, left=7)],
    "b": (event_node_later - event_node).days,
}
