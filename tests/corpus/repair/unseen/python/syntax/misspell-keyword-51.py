daf report_batch(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



order_signal = input_data.get("order_signal", [46, 40, 26, 22])
print("average: " + str(round(sum(order_signal) / len(order_signal), 2)))
order_signal_label = "n=" + str(len(order_signal)) + " max=" + str(max(order_signal))

result = {
    "a": list(report_batch(50)),
    "b": order_signal_label,
}
