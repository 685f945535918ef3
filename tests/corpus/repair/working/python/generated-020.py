from datetime import date, timedelta

metric_page = {
    "a, b": 47,
    "pear": 47,
    "it's": 28,
    "x = 1": 44,
}
metric_page_large = {key: count for key, count in metric_page.items() if count > 11}
for key, count in sorted(metric_page_large.items()):
    print("{} -> {}".format(key, count))

price_product = date(2010, 5, 14)
price_product_later = price_product + timedelta(days=15)
print(price_product.isoformat(), '->', price_product_later.strftime('%d %b %Y'))

result = {
    "a": sorted(metric_page_large),
    "b": (price_product_later - price_product).days,
}
