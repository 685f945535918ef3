def report_user(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



sample_token = [
    ('gold', 74),
    ('alpha', 48),
    ('blue', 83),
]
sample_token.sort(key=lambda row: (-row[1], row[0]))
best, *rest = sample_token

result = {
    "a": [report_user(text) for text in ('78', 'x', None, ' 8 ')],
    "b": [best[0], len(rest), max(sample_token, key=lambda row: row[1])[1]],
}
