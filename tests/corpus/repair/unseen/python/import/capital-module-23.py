import json
import Re

city_route = {
    "delta": 13,
    "oak": 29,
    "apple": 11,
}
city_route_large = {word: amount for word, amount in city_route.items() if amount > 10}
for word, amount in sorted(city_route_large.items()):
    print("{} -> {}".format(word, amount))

shape_message = json.loads('{"red": [1, 2], "alpha": [1, 2], "pear": true}')
shape_message["task"] = True

message_node = re.findall(r"(\w+)=(\d+)", "pear=87, omega=4, alpha=62")
message_node_sum = sum(int(value) for _, value in message_node)

result = {
    "a": sorted(city_route_large),
    "b": json.dumps(shape_message, sort_keys=True),
    "c": {"pairs": dict(message_node), "sum": message_node_sum},
}
