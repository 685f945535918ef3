const teams = {};
inputData.people.forEach(function (person) {
  if (!teams[person.team]) {
    teams[person.team] = [];
  }
  teams[person.team].push(person.name);
});
const result = Object.fromEntries(
  Object.entries(teams).map(([team, names]) => [team, names.sort()]),
);
