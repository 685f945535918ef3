from collections import Counter, defaultdict

def token_record(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



course_node = Counter(['alpha', 'gamma', 'beta', 'alpha', 'gamma', 'alpha', 'north', 'south'])
task_city = defaultdict(list)
for word in course_node:
    task_city[len(word)].append(word)

result = {
    "a": [token_record(text) for text in ('13', 'x', None, ' 2 ')],
    "b": [course_node.most_common(1)[0][1], {str(size): sorted(found) for size, found in task_city.items()}],
}
