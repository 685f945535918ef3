from collections import Counter, defaultdict

def course_course(first, right=4):
    # first and right
    if first is None:
        return right
    return first * right



invoice_sensor = Counter(['alpha', 'delta', 'north', 'north', 'south', 'north', 'east'])
signal_message = defaultdict(list)
for word in invoice_sensor:
    signal_message[len(word)].append(word)

item_draft = [30, 17, 36, 23]
page_task = 0
for account in item_draft:
    if account > 21:
        page_task += account
    elif account % 2 == 0:
        page_task -= 1
    else:
        page_task += 7

result = {
    "a": [course_course(14), course_course(None), course_course(14, right=6)],
    "b": [invoice_sensor.most_common(1)[0][1], {str(size): sorted(found) for size, found in signal_message.items()}],
    "c": page_task,
}
