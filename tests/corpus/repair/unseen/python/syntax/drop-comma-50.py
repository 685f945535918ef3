def order_user(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



account = 50
account_report = []
while account > 1 and len(account_report) < 20:
    account = account // 2 if account % 2 == 0 else 3 * account + 1
    account_report.append(account)
    if account == 16:
        break
else:
    account_report.append(-1)

task_user = {
    "north": 40,
    "alpha": 37,
    "x = 1": 6,
}
task_user_large = {name: amount for name, amount in task_user.items() if amount > 5}
for name, amount in sorted(task_user_large.items()):
    print("{} -> {}".format(name, amount))

result = {
    "a": [order_user(text) for text in ('50', 'x', None, ' 8 ')]
    "b": account_report,
    "c": sorted(task_user_large),
}
