def batch_invoice(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



token_node = "gamma east plum omega oak"
file_price = token_node.split()
token_node_short = "-".join(part[:2].title() for part in file_price)
print('parts:', len(file_price), token_node_short)

def order_course(second, left=9):
    """Works on second and left."""
    if second is None:
        return left
    return second + left



result = {
    "a": [batch_invoice(text) for text in ('71', 'x', None, ' 9 ')],
    "b": (token_node_short, len(file_price), token_node.count("u")),
    "c": [order_course(25), order_course(None), order_course(19, left=9)],
}
