totals = input_data["needs"]["sum"]["total"]
count = input_data["needs"]["count"]["n"]
average = None
print(f"average of {count} values is {average:.2f}")
result = {"average": average}
