const recordMessage = new Map();
for (const word of ["alpha", "delta", "alpha", "omega", "east", "south"]) {
  recordMessage.set(word, (recordMessage.get(word) ?? 0) + 1);
}

const draftSample = [..."plum=22, gamma=93, gold=69, north=32".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const draftSampleClean = "plum=22, gamma=93, gold=69, north=32".replace(/[^a-z]+/gi, "_");

const result = {
  a: [...recordMessage.entries()].sort().map(([word, count]) => word + count),
  b: { pairs: Object.fromEntries(draftSample), clean: draftSampleClean },
};
