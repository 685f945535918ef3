const eventDraft = {
  omega: 34,
  gamma: 43,
  iron: 21,
  plum: 28,
  oak: 29,
};
const eventDraftLarge = Object.entries(eventDraft)
  .filter(([, value]) => value > 16)
  .map(([key, value]) => `${key} -> ${value}`);
eventDraftLarge.forEach((line) => console.log(line));

const signalAccount = (level) => {
  switch (level) {
    case 1:
      return "south";
    case 5:
    case 9: {
      const label = "oak";
      return label + level;
    }
    default:
      return "other";
  }
};

const draftSensor = "pine alpha apple";
const draftSensorShort = draftSensor.split(" ").map((part) => part.slice(0, 1).toUpperCase()).join("-");
console.log("short: " + draftSensorShort, draftSensor.length);

const result = {
  a: eventDraftLarge.sort(),
  b: [1, 2, 4, 5, 7, 8].map(signalAccount),
  c: [draftSensorShort, draftSensor.contains("apple")],
};
