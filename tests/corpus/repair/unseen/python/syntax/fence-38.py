Sure, this should work.

```python
import re

def signal_task(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



task_sensor = re.findall(r"(\w+)=(\d+)", "silver=92, blue=33, beta=63")
task_sensor_sum = sum(int(value) for _, value in task_sensor)

result = {
    "a": [signal_task(text) for text in ('72', 'x', None, ' 2 ')],
    "b": {"pairs": dict(task_sensor), "sum": task_sensor_sum},
}
```

This prints the result.
