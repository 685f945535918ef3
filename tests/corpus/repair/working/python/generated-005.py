import json
import re

channel_score = re.findall(r"(\w+)=(\d+)", "beta=73, gold=18, pine=57")
channel_score_sum = sum(int(value) for _, value in channel_score)

vector_account = json.loads('{"green": null, "silver": 1, "delta": true}')
vector_account["metric"] = None

result = {
    "a": {"pairs": dict(channel_score), "sum": channel_score_sum},
    "b": json.dumps(vector_account, sort_keys=True),
}
