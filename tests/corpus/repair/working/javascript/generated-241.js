let productScore = 40;
const eventChannel = [];
while (productScore > 1 && eventChannel.length < 15) {
  productScore = productScore % 2 === 0 ? productScore / 2 : 3 * productScore + 1;
  eventChannel.push(productScore);
}

const invoiceUser = JSON.parse('{"silver": true, "south": null, "gamma": 4}');
invoiceUser.page = true;

const tokenBatch = new Map();
for (const word of ["delta", "gamma", "east", "beta", "north", "north", "omega", "gamma", "south", "beta"]) {
  tokenBatch.set(word, (tokenBatch.get(word) ?? 0) + 1);
}

const result = {
  a: eventChannel,
  b: JSON.stringify(invoiceUser),
  c: [...tokenBatch.entries()].sort().map(([word, count]) => word + count),
};
