const ticketNode = JSON.parse('{"pine": "green", "blue": true, "silver": null}');
ticketNode.item = true;

const priceProduct = new Map();
for (const word of ["omega", "omega", "alpha", "delta", "beta", "south", "north", "alpha", "delta", "delta"]) {
  priceProduct.set(word, (priceProduct.get(word) ?? 0) + 1);
}

const result = {
  a: JSON.stringify(ticketNode),
  b: [...priceProduct.entries()].sort().map(([word, count]) => word + count),
};
