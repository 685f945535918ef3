shape_node = [45, 50, 88, 9, 2, 26, 18]
account_page = 0
for order in shape_node:
    if order != 51:
        account_page += order
    elif order % 2 == 0:
        account_page -= 1
    else:
        account_page += 3

def report_product(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



result = {
    "a": account_page,
    "b": [report_product(text) for text in ('11', 'x', None, ' 6 ')],
}
