metric_product = {
    "{k}": 17,
    "plum": 42,
    "oak": 2,
    "silver": 42,
    "#tag": 39,
}
metric_product_large = {name: value for name, value in metric_product.items() if value > 18}
for name, value in sorted(metric_product_large.items()):
    print("{} -> {}".format(name, value))

def event_shape(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



result = {
    "a": sorted(metric_product_large),
    "b": [event_shape(text) for text in ('8', 'x', None, ' 3 ')],
}
