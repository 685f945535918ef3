const { createHash } = require("crypto");

const eventScore = createHash("sha256").update("omega").digest("hex");

const priceUser = new Map();
for (const word of ["east", "beta", "alpha", "east", "east", "south"]) {
  priceUser.set(word, (priceUser.get(word) ?? 0) + 1);
}

const signalRecord = inputData.signalRecord ?? [38, 92, 96, 81];
const signalRecordLabel = `n=${signalRecord.length} max=${Math.max(...signalRecord)}`;
console.log(signalRecordLabel + " done");

const result = {
  a: eventScore.slice(0, 9),
  b: [...priceUser.entries()].sort().map(([word, count]) => word + count),
  c: signalRecordLabel,
};
