from collections import Counter, defaultdict

def report_task(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



city_sample = "iron south pear pine"
score_sensor = city_sample.split()
city_sample_short = "-".join(part[:3].title() for part in score_sensor)
print('parts:', len(score_sensor), city_sample_short)

metric_signal = Counter(['omega', 'north', 'alpha', 'east', 'east', 'beta', 'east', 'alpha'])
price_vector = defaultdict(list)
for word in metric_signal:
    price_vector[len(word)].append(word)

result = {
    "a": [report_task(text) for text in ('78', 'x', None, ' 3 ')],
    "b": (city_sample_short, len(score_sensor), city_sample.count("a")),
    "c": [metric_signal.most_common(1)[0][1], {str(size): sorted(found) for size, found in price_vector.items()}],
}
