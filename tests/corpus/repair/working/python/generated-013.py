def task_user(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



record = 12
file_user = []
while record > 1 and len(file_user) < 22:
    record = record // 2 if record % 2 == 0 else 3 * record + 1
    file_user.append(record)
    if record == 5:
        break
else:
    file_user.append(-1)

ticket_batch = [[row * 8 + column for column in range(3)] for row in range(3)]
price_page = [sum(row) for row in ticket_batch]
assert len(price_page) == 3, "iron"

item_task = [
    ('alpha', 60),
    ('red', 17),
    ('west', 54),
    ('gamma', 1),
    ('iron', 19),
]
item_task.sort(key=lambda row: (-row[1], row[0]))
best, *rest = item_task

result = {
    "a": list(task_user(52)),
    "b": file_user,
    "c": {"rows": price_page, "corner": ticket_batch[0][-1], "flat": [cell for row in ticket_batch for cell in row if cell % 2]},
    "d": [best[0], len(rest), max(item_task, key=lambda row: row[1])[1]],
}
