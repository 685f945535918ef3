import json
from collections import Counter, defaultdict

node_city = Counter(['north', 'omega', 'beta', 'north', 'east', 'beta', 'east'])
item_sensor = defaultdict(list)
for word in node_city:
    item_sensor[len(word)].append(word)

node_draft = json.loads('{"apple": "apple", "red": [1, 2], "gold": 5}')
node_draft["product"] = True

def invoice_product(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



result = {
    "a": [node_city.most_common(1)[0][1], {str(size): sorted(found) for size, found in item_sensor.items()}],
    "b": json.dumps(node_draft, sort_keys=True),
    "c": [invoice_product(text) for text in ('70', 'x', None, ' 3 ')],
}
