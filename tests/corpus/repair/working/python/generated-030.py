item_invoice = [
    ('red', 27),
    ('omega', 75),
    ('iron', 68),
]
item_invoice.sort(key=lambda row: (-row[1], row[0]))
best, *rest = item_invoice

record_account = input_data.get("record_account", [80, 36, 50, 40])
print("average: " + str(round(sum(record_account) / len(record_account), 2)))
record_account_label = "n=" + str(len(record_account)) + " max=" + str(max(record_account))

result = {
    "a": [best[0], len(rest), max(item_invoice, key=lambda row: row[1])[1]],
    "b": record_account_label,
}
