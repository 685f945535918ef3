import re

ticket_task = re.findall(r"(\w+)=(\d+)", "iron=78, plum=21, apple=34, east=71")
ticket_task_sum = sum(int(value) for _, value in ticket_task)

def page_page(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



report_order = [
    ('blue', 59),
    ('alpha', 99),
    ('west', 79),
    ('south', 13),
]
report_order.sort(key=lambda row: (-row[1], row[0]))
best, *rest = report_order

result = {
    "a": {"pairs": dict(ticket_task), "sum": ticket_task_sum},
    "b": [page_page(text) for text in ('38', 'x', None, ' 7 ')],
    "c": [best[0], len(rest), max(report_order, key=lambda row: row[1])[1]],
}
