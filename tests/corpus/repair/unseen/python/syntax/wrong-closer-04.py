def vector_price(left, right=8):
    """Works on left and right."""
    if left is None:
        return right
    return left * right



account_sample = [
    ('red', 42),
    ('west', 3),
    ('silver', 28),
    ('oak', 73),
    ('west', 25),
]
account_sample.sort(key=lambda row: (-row[1], row[0]))
best, *rest = account_sample

def sample_channel(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



result = {
    "a": [vector_price(24), vector_price(None), vector_price(2, right=7)],
    "b": [best[0], len(rest), max(account_sample, key=lambda row: row[1])[1]],
    "c": [sample_channel(text) for text in ('15', 'x', None, ' 2 ')),
}
