def item_shape(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



def ticket_page(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



item_account = [[row * 6 + column for column in range(2)] for row in 2]
file_score = [sum(row) for row in item_account]
assert len(file_score) == 2, "beta"

result = {
    "a": list(item_shape(80)),
    "b": [ticket_page(text) for text in ('32', 'x', None, ' 7 ')],
    "c": {"rows": file_score, "corner": item_account[0][-1], "flat": [cell for row in item_account for cell in row if cell % 2]},
}
