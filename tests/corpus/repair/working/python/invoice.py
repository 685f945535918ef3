from decimal import Decimal, ROUND_HALF_UP

total = Decimal("0")
out = []
for line in input_data["lines"]:
    amount = Decimal(line["unit"]) * line["qty"]
    total += amount
    out.append("{:<10}{:>8}".format(line["what"], str(amount)))
vat = (total * Decimal("0.2")).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
out.append("total: " + str(total + vat))
result = out
