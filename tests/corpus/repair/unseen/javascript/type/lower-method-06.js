const { createHash } = require("crypto");

async function tokenDraft(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 8;
}

async function userShape() {
  const first = await tokenDraft(9);
  const rest = await Promise.all([1, 2, 3].map((n) => tokenDraft(n)));
  return [first, ...rest];
}

const userShapeDone = await userShape();

const routeDraft = createHash("md5").update("pear").digest("hex");

const userRecord = {
  beta: 42,
  oak: 49,
  iron: 38,
};
const userRecordLarge = Object.entries(userRecord)
  .filter(([, value]) => value > 15)
  .map(([key, value]) => `${key} -> ${value}`);
userRecordLarge.foreach((line) => console.log(line));

const result = {
  a: userShapeDone,
  b: routeDraft.slice(0, 8),
  c: userRecordLarge.sort(),
};
