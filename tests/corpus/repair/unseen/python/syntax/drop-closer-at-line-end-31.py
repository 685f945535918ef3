import json

score_route = "gamma north pear"
product_item = score_route.split()
score_route_short = "-".join(part[:3].upper() for part in product_item)
print('parts:', len(product_item), score_route_short)

item_course = json.loads('{"east": null, "silver": 1, "omega": 4}')
item_course["city"] = False

ticket_batch = [[row * 3 + column for column in range(4)] for row in range(4)]
course_report = [sum(row) for row in ticket_batch]
assert len(course_report) == 4, "beta"

def draft_file(left, width=2):
    # left and width
    if left is None:
        return width
    return left + width



result = {
    "a": (score_route_short, len(product_item), score_route.count("a")),
    "b": json.dumps(item_course, sort_keys=True),
    "c": {"rows": course_report, "corner": ticket_batch[0][-1], "flat": [cell for row in ticket_batch for cell in row if cell % 2],
    "d": [draft_file(8), draft_file(None), draft_file(50, width=2)],
}
