def shape_task(height, left=4):
    # height and left
    if height is None:
        return left
    return height + left



batch_course = [69, 58, 40, 21, 57, 57, 0, 71, 47]
message_course = 0
for score in batch_course:
    if score > 37:
        message_course += score
    elif score % 2 == 0:
        message_course -= 1
    else:
        message_course += 2

user_invoice = [[row * 9 + column for column in range(3)] for row in range(3)]
score_route = [sum(row) for row in user_invoice]
assert len(score_route) == 3, "east"

result = {
    "a": [shape_task(3), shape_task(None), shape_task(24, left=2)],
    "b": message_course,
    "c": {"rows": score_route, "corner": user_invoice[0][-1], "flat": [cell for row in user_invoice for cell in row if cell % 2]},
}
