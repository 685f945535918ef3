let tokenToken = 50;
const accountDraft = [];
while (tokenToken > 1 && accountDraft.length < 13) {
  tokenToken = tokenToken % 2 === 0 ? tokenToken / 2 : 3 * tokenToken + 1;
  accountDraft.push(tokenToken);
}

function ticketSensor(left, right = 9) {
  if (left === null) {
    return right;
  }
  return left * right;
}

const result = {
  a: accountDraft,
  b: [ticketSensor(27), ticketSensor(null), ticketSensor(4, 4)],
};
