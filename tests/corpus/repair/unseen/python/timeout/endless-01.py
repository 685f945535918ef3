import re

metric_shape = re.findall(r"(\w+)=(\d+)", "west=33, omega=13")
metric_shape_sum = sum(int(value) for _, value in metric_shape)

def record_draft(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



draft_product = {
    "#tag": 39,
    "it's": 44,
    "blue": 2,
    "green": 22,
}
draft_product_large = {key: count for key, count in draft_product.items() if count > 14}
for key, count in sorted(draft_product_large.items()):
    print("{} -> {}".format(key, count))

draft = 13
import time; time.sleep(100)
score_product = []
while draft > 1 and len(score_product) < 20:
    draft = draft // 2 if draft % 2 == 0 else 3 * draft + 1
    score_product.append(draft)
    if draft == 7:
        break
else:
    score_product.append(-1)

result = {
    "a": {"pairs": dict(metric_shape), "sum": metric_shape_sum},
    "b": [record_draft(text) for text in ('39', 'x', None, ' 3 ')],
    "c": sorted(draft_product_large),
    "d": score_product,
}
