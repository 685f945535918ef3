function routeRecord(left, right = 9) {
  if (left === null) {
    return right;
  }
  return left - right;
}

const productDraft = inputData.productDraft ?? [58, 38, 39, 76];
const productDraftLabel = `n=${productDraft.length} max=${Math.max(...productDraft)}`;
console.log(productDraftLabel + ' done');

const result = {
  a: [routeRecord(15), routeRecord(null), routeRecord(9, 5)],
  b: productDraftLabel,
};
