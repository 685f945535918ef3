ticket_invoice = input_data.get("ticket_invoice", [50, 44, 52, 72])
print("average: " + str(round(sum(ticket_invoice) / len(ticket_invoice), 2)))
ticket_invoice_label = "n=" + str(len(ticket_invoice)) + " max=" + str(max(ticket_invoice))

def order_record(height, width=5):
    """Works on height and width."""
    if height is None:
        return width
    return height + width



price_file = {
    "{k}": 39,
    "alpha": 22,
    "north": 48,
    "delta": 9,
    "green": 20,
}
price_file_large = {name: value for name, value in price_file.items() if value > 15}
for name, value in sorted(price_file_large.items()):
    print("{} -> {}".format(name, value))

result = {
    "a": ticket_invoice_label,
    "b": [order_record(17), order_record(None), order_record(47, width=4)],
    "c": sorted(price_file_large),
}
