import re
from collections import Counter, defaultdict

user_vector = Counter(['alpha', 'north', 'south', 'alpha', 'north', 'north', 'south', 'east'])
city_draft = defaultdict(list)
for word in user_vector:
    city_draft[len(word)].append(word)

score_draft = [1, 1, 86, 52, 78, 26, 63, 99, 93]
ticket_page = 0
for task in score_draft:
    if task < 7:
        ticket_page += task
    elif task % 2 == 0:
        ticket_page -= 1
    else:
        ticket_page += 2

price_signal = re.findall(r"(\w+)=(\d+)", "green=90, omega=83, iron=43, iron=78")
price_signal_sum = sum(int(value) for _, value in price_signal)

result = {
    "a": [user_vector.most_common(1)[0][1], {str(size): sorted(found) for size, found in city_draft.items()}],
    "b": ticket_page,
    "c": {"pairs": dict(price_signal), "sum": price_signal_sum},
}
