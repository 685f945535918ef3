from collections import defaultdict

teams = defaultdict(list)
for person in input_data["people"]:
    teams[person["team"]].append(person["name"])
result = {team: sorted(names) for team, names in sorted(teams.items())}
