import re
from collections import Counter, defaultdict

record_product = {
    "a, b": 30,
    "silver": 49,
    "plum": 42,
    "alpha": 39,
}
record_product_large = {word: amount for word, amount in record_product.items() if amount > 18}
for word, amount in sorted(record_product_large.items()):
    print("{} -> {}".format(word, amount))

token_file = Counter(['beta', 'alpha', 'east', 'south', 'south', 'omega', 'south', 'beta', 'north'])
task_city = defaultdict(list)
for word in token_file:
    task_city[len(word)].append(word)

draft_draft = re.findall(r"(\w+)=(\d+)", "east=92, east=68")
draft_draft_sum = sum(value for _, value in draft_draft)

result = {
    "a": sorted(record_product_large),
    "b": [token_file.most_common(1)[0][1], {str(size): sorted(found) for size, found in task_city.items()}],
    "c": {"pairs": dict(draft_draft), "sum": draft_draft_sum},
}
