prices = input_data["prices"]
tax = input_data.get("tax", 0.0)
net = sum(prices)
gross = round(net * (1 + tax), 2)
print("net: " + str(net))
print("gross: " + str(gross))
result = {"net": net, "gross": gross}
