const recordTicket = {
  silver: 33,
  east: 9,
  gamma: 45,
  blue: 13,
  pine: 42,
};
const recordTicketLarge = Object.entries(recordTicket)
  .filter(([, value]) => value > 19)
  .map(([key, value]) => `${key} -> ${value}`);
recordTicketLarge.forEach((line) => console.log(line));

const taskPage = [..."apple=7, apple=30".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const taskPageClean = "apple=7, apple=30".replace(/[^a-z]+/gi, "_");

const signalItem = (level) => {
  switch (level) {
    case 3:
      return "green";
    case 6:
    case 9: {
      const label = "red";
      return label + level;
    }
    default:
      return "other";
  }
};

const result = {
  a: recordTicketLarge.sort(),
  b: { pairs: Object.fromEntries(taskPage), clean: taskPageClean },
  c: [1, 2, 4, 5, 7, 8].map(signalItem),
};
