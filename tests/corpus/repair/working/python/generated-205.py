from collections import Counter, defaultdict

ticket_ticket = Counter(['east', 'alpha', 'alpha', 'east', 'omega', 'alpha', 'north', 'south', 'omega'])
message_file = defaultdict(list)
for word in ticket_ticket:
    message_file[len(word)].append(word)

event_account = {
    "gamma": 5,
    "gold": 41,
    "pear": 21,
}
event_account_large = {key: count for key, count in event_account.items() if count > 24}
for key, count in sorted(event_account_large.items()):
    print("{} -> {}".format(key, count))

result = {
    "a": [ticket_ticket.most_common(1)[0][1], {str(size): sorted(found) for size, found in message_file.items()}],
    "b": sorted(event_account_large),
}
