import asyncio
from collections import Counter, defaultdict
from datetime import date, timedelta

metric_course = date(2005, 8, 10)
metric_course_later = metric_course + timedelta(days=316)
print(metric_course.isoformat(), '->', metric_course_later.strftime('%d %b %Y'))

route_score = Counter(['east', 'alpha', 'gamma', 'omega', 'omega', 'north'])
draft_sample = defaultdict(list)
for word in route_score:
    draft_sample[len(word)].append(word)

price_token = [
    ('west', 73),
    ('apple', 20),
    ('alpha', 22),
    ('green', 83),
]
price_token.sort(key=lambda row: (-row[1], row[0]))
best, *rest = price_token

async def ticket_event(n):
    await asyncio.sleep(0)
    return n * 6


async def message_message():
    first = await ticket_event(5)
    others = await asyncio.gather(*(ticket_event(n) for n in range(4)))
    return [first, *others]



result = {
    "a": (metric_course_later - metric_course).days,
    "b": [route_score.most_common(1)[0][1], {str(size): sorted(found) for size, found in draft_sample.items()}],
    "c": [best[0], len(rest), max(price_token, key=lambda row: row[1])[1]],
    "d": asyncio.run(message_message()),
}
