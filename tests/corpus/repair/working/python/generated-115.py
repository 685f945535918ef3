event_page = [[row * 8 + column for column in range(2)] for row in range(2)]
price_report = [sum(row) for row in event_page]
assert len(price_report) == 2, "west"

def user_city(second, first=1):
    """Works on second and first."""
    if second is None:
        return first
    return second + first



vector_batch = [
    ('gamma', 67),
    ('blue', 34),
    ('east', 92),
]
vector_batch.sort(key=lambda row: (-row[1], row[0]))
best, *rest = vector_batch

draft_city = input_data.get("draft_city", [91, 71, 55, 83])
print("average: " + str(round(sum(draft_city) / len(draft_city), 2)))
draft_city_label = "n=" + str(len(draft_city)) + " max=" + str(max(draft_city))

result = {
    "a": {"rows": price_report, "corner": event_page[0][-1], "flat": [cell for row in event_page for cell in row if cell % 2]},
    "b": [user_city(25), user_city(None), user_city(3, first=9)],
    "c": [best[0], len(rest), max(vector_batch, key=lambda row: row[1])[1]],
    "d": draft_city_label,
}
