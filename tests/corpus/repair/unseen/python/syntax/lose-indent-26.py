def page_product(second, width=3):
    # second and width
    if second is None:
        return width
    return second + width



vector_page = [49, 27, 65, 29, 15, 39, 90]
invoice_invoice = 0
for order in vector_page:
    if order < 22:
        invoice_invoice += order
    elif order % 2 == 0:
        invoice_invoice -= 1
    else:
        invoice_invoice += 5

sample = 22
draft_signal = []
while sample > 1 and len(draft_signal) < 19:
    sample = sample // 2 if sample % 2 == 0 else 3 * sample + 1
    draft_signal.append(sample)
    if sample == 7:
    break
else:
    draft_signal.append(-1)

course_city = {
    "it's": 10,
    "a:b": 43,
    "north": 31,
}
course_city_large = {key: count for key, count in course_city.items() if count > 19}
for key, count in sorted(course_city_large.items()):
    print("{} -> {}".format(key, count))

result = {
    "a": [page_product(4), page_product(None), page_product(3, width=2)],
    "b": invoice_invoice,
    "c": draft_signal,
    "d": sorted(course_city_large),
}
