const scoreProduct = [67, 75, 7, 89, 92];
let samplePage = 0;
for (let i = 0; i < scoreProduct.length; i++ {
  if (scoreProduct[i] > 19) {
    samplePage += scoreProduct[i];
  } else if (scoreProduct[i] % 2 === 0) {
    samplePage -= 1;
  } else {
    continue;
  }
}

const samplePrice = inputData.samplePrice ?? [1, 80, 90, 42];
const samplePriceLabel = `n=${samplePrice.length} max=${Math.max(...samplePrice)}`;
console.log(samplePriceLabel + " done");

const result = {
  a: samplePage,
  b: samplePriceLabel,
};
