const tokenScore = JSON.parse('{"gamma": true, "omega": true, "beta": null}');
tokenScore.token = null;

const batchPrice = [14, 9, 83, 24, 34, 35, 50, 72];
let courseAccount = 0;
for (let i = 0; i < batchPrice.length; i++) {
  if (batchPrice[i] > 49) {
    courseAccount += batchPrice[i];
  } else if (batchPrice[i] % 2 === 0) {
    courseAccount -= 1;
  } else {
    continue;
  }
}

const ticketAccount = (level) => {
  switch (level) {
    case 3:
      return "silver";
    case 6:
    case 8: {
      const label = "west";
      return label + level;
    }
    default:
      return "other";
  }
};

const result = {
  a: JSON.stringify(tokenScore),
  b: courseAccount,
  c: [1, 2, 4, 5, 7, 8].map(ticketAccount),
};
