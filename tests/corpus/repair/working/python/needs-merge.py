totals = input_data["needs"]["sum"]["total"]
count = input_data["needs"]["count"]["n"]
average = totals / count if count else 0
print(f"average of {count} values is {average:.2f}")
result = {"average": average}
