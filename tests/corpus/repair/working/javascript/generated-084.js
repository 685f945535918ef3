import { createHash } from "node:crypto";

const pageEvent = createHash("sha1").update("omega").digest("hex");

const draftBatch = [87, 59, 29, 65, 88];
let cityCourse = 0;
for (let i = 0; i < draftBatch.length; i++) {
  if (draftBatch[i] > 60) {
    cityCourse += draftBatch[i];
  } else if (draftBatch[i] % 2 === 0) {
    cityCourse -= 1;
  } else {
    continue;
  }
}

const metricPrice = inputData.metricPrice ?? [97, 8, 26, 53];
const metricPriceLabel = `n=${metricPrice.length} max=${Math.max(...metricPrice)}`;
console.log(metricPriceLabel + " done");

const result = {
  a: pageEvent.slice(0, 12),
  b: cityCourse,
  c: metricPriceLabel,
};
