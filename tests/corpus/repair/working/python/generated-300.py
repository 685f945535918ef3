import json

report_node = json.loads('{"west": null, "gamma": true, "north": [1, 2]}')
report_node["vector"] = 7

def city_metric(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



result = {
    "a": json.dumps(report_node, sort_keys=True),
    "b": [city_metric(text) for text in ('46', 'x', None, ' 2 ')],
}
