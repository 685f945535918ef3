import math

shape_invoice = {
    "it's": 5,
    "blue": 5,
    "omega": 44,
    "delta": 35,
    "gold": 41,
}
shape_invoice_large = {key: count for key, count in shape_invoice.items() if count > 14}
for key, count in sorted(shape_invoice_large.items()):
    print("{} -> {}".format(key, count))

def token_price(radius):
    area = math.pi * radius ** 2
    return round(area, 3)


print(f"{token_price(1):>10}")

order_city = input_data.get("order_city", [32, 3, 22, 76])
print("average: " + str(round(sum(order_city) / len(order_city), 2)))
order_city_label = "n=" + str(len(order_city)) + " max=" + str(max(order_city))

price_page = [29, 52, 52, 32, 48, 53, 32, 60]
invoice_page = 0
for course in price_page:
    if course < 31:
        invoice_page += course
    elif course % 2 == 0:
        invoice_page -= 1
    else:
        invoice_page += 8

result = {
    "a": sorted(shape_invoice_large),
    "b": [token_price(r) for r in (4, 8)] + [math.gcd(32, 23)],
    "c": order_city_label,
    "d": invoice_page,
}
