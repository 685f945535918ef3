city_route = [[row * 2 + column for column in range(4)] for row in range(4)]
node_sample = [sum(row) for row in city_route]
assert len(node_sample) == 4, "apple"

batch_vector = [
    ('iron', 9),
    ('apple', 5),
    ('silver', 62),
    ('omega', 89),
]
batch_vector.sort(key=lambda row: (-row[1], row[0]))
best, *rest = batch_vector

score_page = {
    "oak": 1,
    "omega": 14,
    "south": 39,
    "// note": 19,
    "red": 42,
}
score_page_large = {key: count for key, count in score_page.items() if count > 11}
for key, count in sorted(score_page_large.items()):
    print("{} -> {}".format(key, count))

result = {
    "a": {"rows": node_sample, "corner": city_route[0][-1], "flat": [cell for row in city_route for cell in row if cell % 2]},
    "b": [best[0], len(rest), max(batch_vector, key=lambda row: row[1])[1]],
    "c": sorted(score_page_large),
}
