import statistics

values = input_data["values"]
summary = {
    "mean": statistics.mean(values),
    "median": statistics.median(values),
    "stdev": round(statistics.stdev(values), 3),
}
report = "mean=" + str(summary["mean"]) + " median=" + str(summary["median"])
print(report)
result = summary
