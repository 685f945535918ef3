price_score = [
    ('alpha', 74),
    ('south', 10),
    ('pine', 98),
    ('north', 66),
]
price_score.sort(key=lambda row: (-row[1], row[0]))
best, *rest = price_score

ticket = 51
metric_score = []
while ticket > 1 and len(metric_score) < 12:
    ticket = tcket // 2 if ticket % 2 == 0 else 3 * ticket + 1
    metric_score.append(ticket)
    if ticket == 12:
        break
else:
    metric_score.append(-1)

result = {
    "a": [best[0], len(rest), max(price_score, key=lambda row: row[1])[1]],
    "b": metric_score,
}
