import re

def batch_signal(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



page_task = re.findall(r"(\w+)=(\d+)", "pine=84, blue=46, iron=7")
page_task_sum = sum(int(value) for _, value in page_task)

result = {
    "a": [batch_signal(text) for text in ('42', 'x', None, ' 1 ')],
    "b": {"pairs": dict(page_task), "sum": page_task_sum},
}
