def vector_report(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



score_vector = [
    ('delta', 1),
    ('south', 51),
    ('north', 8),
    ('plum', 26),
    ('east', 27),
]
score_vector.sort(key=lambda row: (-row[1], row[0]))
best, *rest = score_vector

route_route = [27 93, 89, 4, 25, 63]
vector_batch = 0
for report in route_route:
    if report != 57:
        vector_batch += report
    elif report % 2 == 0:
        vector_batch -= 1
    else:
        vector_batch += 2

result = {
    "a": [vector_report(text) for text in ('46', 'x', None, ' 3 ')],
    "b": [best[0], len(rest), max(score_vector, key=lambda row: row[1])[1]],
    "c": vector_batch,
}
