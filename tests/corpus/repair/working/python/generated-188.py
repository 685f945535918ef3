from datetime import date, timedelta

file_vector = date(2002, 7, 12)
file_vector_later = file_vector + timedelta(days=286)
print(file_vector.isoformat(), '->', file_vector_later.strftime('%d %b %Y'))

ticket_file = input_data.get("ticket_file", [22, 27, 61, 38])
print("average: " + str(round(sum(ticket_file) / len(ticket_file), 2)))
ticket_file_label = "n=" + str(len(ticket_file)) + " max=" + str(max(ticket_file))

course_price = [
    ('south', 53),
    ('pear', 62),
    ('north', 97),
    ('green', 10),
    ('pear', 77),
]
course_price.sort(key=lambda row: (-row[1], row[0]))
best, *rest = course_price

record = 25
item_price = []
while record > 1 and len(item_price) < 20:
    record = record // 2 if record % 2 == 0 else 3 * record + 1
    item_price.append(record)
    if record == 11:
        break
else:
    item_price.append(-1)

result = {
    "a": (file_vector_later - file_vector).days,
    "b": ticket_file_label,
    "c": [best[0], len(rest), max(course_price, key=lambda row: row[1])[1]],
    "d": item_price,
}
