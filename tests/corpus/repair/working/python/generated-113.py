draft = 60
report_channel = []
while draft > 1 and len(report_channel) < 17:
    draft = draft // 2 if draft % 2 == 0 else 3 * draft + 1
    report_channel.append(draft)
    if draft == 12:
        break
else:
    report_channel.append(-1)

report_route = [[row * 7 + column for column in range(2)] for row in range(2)]
ticket_invoice = [sum(row) for row in report_route]
assert len(ticket_invoice) == 2, "omega"

result = {
    "a": report_channel,
    "b": {"rows": ticket_invoice, "corner": report_route[0][-1], "flat": [cell for row in report_route for cell in row if cell % 2]},
}
