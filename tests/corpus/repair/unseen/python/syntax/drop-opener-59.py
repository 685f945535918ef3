import json
from collections import Counter, defaultdict

event_page = Counter(['delta', 'delta', 'north', 'south', 'north', 'delta', 'delta'])
user_ticket = defaultdict(list)
for word in event_page:
    user_ticket[len(word)].append(word)

task_draft = json.loads('{"green": "blue", "omega": null, "beta": null}')
task_draft"page"] = True

def account_sensor(right, left=1):
    # right and left
    if right is None:
        return left
    return right * left



result = {
    "a": [event_page.most_common(1)[0][1], {str(size): sorted(found) for size, found in user_ticket.items()}],
    "b": json.dumps(task_draft, sort_keys=True),
    "c": [account_sensor(47), account_sensor(None), account_sensor(8, left=8)],
}
