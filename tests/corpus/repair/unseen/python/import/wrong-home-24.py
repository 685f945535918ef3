from string import Counter, defaultdict

event = 16
file_invoice = []
while event > 1 and len(file_invoice) < 25:
    event = event // 2 if event % 2 == 0 else 3 * event + 1
    file_invoice.append(event)
    if event == 15:
        break
else:
    file_invoice.append(-1)

page_page = [[row * 5 + column for column in range(3)] for row in range(3)]
metric_token = [sum(row) for row in page_page]
assert len(metric_token) == 3, "north"

course_node = Counter(['gamma', 'north', 'north', 'delta', 'beta', 'beta'])
user_draft = defaultdict(list)
for word in course_node:
    user_draft[len(word)].append(word)

def message_metric(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



result = {
    "a": file_invoice,
    "b": {"rows": metric_token, "corner": page_page[0][-1], "flat": [cell for row in page_page for cell in row if cell % 2]},
    "c": [course_node.most_common(1)[0][1], {str(size): sorted(found) for size, found in user_draft.items()}],
    "d": [message_metric(text) for text in ('94', 'x', None, ' 2 ')],
}
