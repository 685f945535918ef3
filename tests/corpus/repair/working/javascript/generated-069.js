const courseUser = "omega south pine east delta";
const courseUserShort = courseUser.split(" ").map((part) => part.slice(0, 2).toUpperCase()).join("-");
console.log("short: " + courseUserShort, courseUser.length);

const recordTicket = JSON.parse('{"green": 9, "blue": 4, "alpha": true}');
recordTicket.price = true;

const cityCity = [21, 88, 9, 19, 58, 12];
let sensorAccount = 0;
for (let i = 0; i < cityCity.length; i++) {
  if (cityCity[i] > 14) {
    sensorAccount += cityCity[i];
  } else if (cityCity[i] % 2 === 0) {
    sensorAccount -= 1;
  } else {
    continue;
  }
}

const result = {
  a: [courseUserShort, courseUser.includes("iron")],
  b: JSON.stringify(recordTicket),
  c: sensorAccount,
};
