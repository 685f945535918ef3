import json
import os
import re
import tempfile

def signal_ticket(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'apple.txt')
    with open(path, 'w') as handle:
        for n in range(4):
            handle.write(f'line {n}\n')
    with open(path) as handle:
        node_signal = handle.read().splitlines()

product_user = re.findall(r"(\w+)=(\d+)", "omega=22, beta=66, delta=19")
product_user_sum = sum(int(value) for _, value in product_user)

draft_file = json.loads('{"green": null, "red": true, "west": [1, 2]}')
draft_file["course"] = True

result = {
    "a": list(signal_ticket(181)),
    "b": [len(node_signal), node_signal[-1], os.path.exists(path)],
    "c": {"pairs": dict(product_user), "sum": product_user_sum},
    "d": json.dumps(draft_file, sort_keys=True),
}
