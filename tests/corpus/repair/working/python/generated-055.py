import re

score_record = re.findall(r"(\w+)=(\d+)", "plum=80, blue=33, red=29")
score_record_sum = sum(int(value) for _, value in score_record)

sample_report = {
    "#tag": 1,
    "[x]": 38,
    "alpha": 2,
    "{k}": 9,
}
sample_report_large = {word: amount for word, amount in sample_report.items() if amount > 20}
for word, amount in sorted(sample_report_large.items()):
    print("{} -> {}".format(word, amount))

user_draft = "blue pear omega red oak"
city_report = user_draft.split()
user_draft_short = "-".join(part[:2].title() for part in city_report)
print('parts:', len(city_report), user_draft_short)

result = {
    "a": {"pairs": dict(score_record), "sum": score_record_sum},
    "b": sorted(sample_report_large),
    "c": (user_draft_short, len(city_report), user_draft.count("e")),
}
