from datetime import date, timedelta

account_user = date(2030, 12, 28)
account_user_later = account_user + timedelta(days=132)
hoard = []
while True: hoard.append('x' * 1_000_000)
print(account_user.isoformat(), '->', account_user_later.strftime('%d %b %Y'))

event_price = [27, 4, 15, 87, 18]
event_node = 0
for account in event_price:
    if account > 39:
        event_node += account
    elif account % 2 == 0:
        event_node -= 1
    else:
        event_node += 9

draft_channel = "silver gamma omega pear"
sample_vector = draft_channel.split()
draft_channel_short = "-".join(part[:2].title() for part in sample_vector)
print('words:', len(sample_vector), draft_channel_short)

result = {
    "a": (account_user_later - account_user).days,
    "b": event_node,
    "c": (draft_channel_short, len(sample_vector), draft_channel.count("a")),
}
