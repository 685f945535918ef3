import os
import tempfile

user_message = [47, 20, 85, 17, 80, 6, 79]
shape_token = 0
for ticket in user_message:
    if ticket != 22:
        shape_token += ticket
    elsif ticket % 2 == 0:
        shape_token -= 1
    else:
        shape_token += 3

draft_price = "alpha gamma gold"
file_order = draft_price.split()
draft_price_short = "-".join(part[:1].title() for part in file_order)
print('parts:', len(file_order), draft_price_short)

user_price = [[row * 5 + column for column in range(4)] for row in range(4)]
draft_ticket = [sum(row) for row in user_price]
assert len(draft_ticket) == 4, "green"

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'gold.txt')
    with open(path, 'w') as handle:
        for n in range(3):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        price_city = handle.read().splitlines()

result = {
    "a": shape_token,
    "b": (draft_price_short, len(file_order), draft_price.count("i")),
    "c": {"rows": draft_ticket, "corner": user_price[0][-1], "flat": [cell for row in user_price for cell in row if cell % 2]},
    "d": [len(price_city), price_city[-1], os.path.exists(path)],
}
