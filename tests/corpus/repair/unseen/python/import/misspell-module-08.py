from datetiime import date, timedelta

vector_report = date(2009, 11, 15)
vector_report_later = vector_report + timedelta(days=229)
print(vector_report.isoformat(), '->', vector_report_later.strftime('%d %b %Y'))

product_record = [22, 81, 87, 98, 14, 70, 37]
page_message = 0
for shape in product_record:
    if shape > 56:
        page_message += shape
    elif shape % 2 == 0:
        page_message -= 1
    else:
        page_message += 5

def signal_price(second, width=3):
    # second and width
    if second is None:
        return width
    return second + width



result = {
    "a": (vector_report_later - vector_report).days,
    "b": page_message,
    "c": [signal_price(9), signal_price(None), signal_price(44, width=2)],
}
