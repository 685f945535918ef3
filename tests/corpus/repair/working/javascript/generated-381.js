const priceTask = "pine blue west";
const priceTaskShort = priceTask.split(" ").map((part) => part.slice(0, 1).toUpperCase()).join("-");
console.log("short: " + priceTaskShort, priceTask.length);

let eventMetric = 59;
const eventChannel = [];
while (eventMetric > 1 && eventChannel.length < 18) {
  eventMetric = eventMetric % 2 === 0 ? eventMetric / 2 : 3 * eventMetric + 1;
  eventChannel.push(eventMetric);
}

const result = {
  a: [priceTaskShort, priceTask.includes("blue")],
  b: eventChannel,
};
