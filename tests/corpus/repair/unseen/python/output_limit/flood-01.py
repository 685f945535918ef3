from collections import defaultdict

teams = defaultdict(list)
for person in input_data["people"]:
    teams[person["team"]].append(person["name"])
while True: print('line after line after line')
result = {team: sorted(names) for team, names in sorted(teams.items())}
