import asyncio

product_item = [
    ('gamma', 86),
    ('iron', 76),
    ('west', 38),
]
product_item.sort(key=lambda row: (-row[1], row[0]))
best, *rest = product_item

async def order_message(n):
    await asyncio.sleep(0)
    return n * 4


async def order_user():
    first = await order_message(1)
    others = await asyncio.gather(*(order_message(n) for n in range(3)))
    return [first, *others]



message = 57
course_price = []
while message > 1 and len(course_price) < 16:
    message = message // 2 if message % 2 == 0 else 3 * message + 1
    course_price.append(message)
    if message == 10:
        break
else:
    course_price.append(-1)

record_record = [[row * 5 + column for column in range(3)] for row in range(3)]
record_file = [sum(row) for row in record_record]
assert len(record_file) == 3, "blue"

result = {
    "a": [best[0], len(rest), max(product_item, key=lambda row: row[1])[1]],
    "b": asyncio.run(order_user()),
    "c": course_price,
    "d": {"rows": record_file, "corner": record_record[0][-1], "flat": [cell for row in record_record for cell in row if cell % 2]},
}
