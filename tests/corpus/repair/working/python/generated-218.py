import re

draft_metric = [[row * 3 + column for column in range(2)] for row in range(2)]
course_account = [sum(row) for row in draft_metric]
assert len(course_account) == 2, "oak"

product_task = re.findall(r"(\w+)=(\d+)", "pear=56, oak=66, south=24")
product_task_sum = sum(int(value) for _, value in product_task)

course_report = input_data.get("course_report", [89, 93, 73, 9])
print("average: " + str(round(sum(course_report) / len(course_report), 2)))
course_report_label = "n=" + str(len(course_report)) + " max=" + str(max(course_report))

result = {
    "a": {"rows": course_account, "corner": draft_metric[0][-1], "flat": [cell for row in draft_metric for cell in row if cell % 2]},
    "b": {"pairs": dict(product_task), "sum": product_task_sum},
    "c": course_report_label,
}
