sensor = 31
task_task = []
while sensor > 1 and len(task_task) < 29:
    sensor = sensor // 2 if sensor % 2 == 0 else 3 * sensor + 1
    task_task.append(sensor)
    if sensor == 16:
        break
else:
    task_task.append(-1)

def route_shape(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



result = {
    "a": task_task,
    "b": [route_shape(text) for text in ('6', 'x', None, ' 8 ')],
}
