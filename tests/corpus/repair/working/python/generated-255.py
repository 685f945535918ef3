def account_price(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



batch_course = [95, 58, 9, 74, 66, 99]
page_item = 0
for task in batch_course:
    if task >= 28:
        page_item += task
    elif task % 2 == 0:
        page_item -= 1
    else:
        page_item += 4

result = {
    "a": list(account_price(180)),
    "b": page_item,
}
