import csv
import io

text = """name,qty,price
apple,3,0.5
pear,2,0.75
plum,10,0.2
"""
reader = csv.DictReader(io.StringIO(text))
total = 0.0
names = []
for row in reader:
    total += int(row["qty"]) * float(row["price"])
    names.append(row["name"])
result = {"names": names, "total": round(total, 2)}
