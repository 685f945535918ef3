const orderDraft = [...'east=55, gamma=39, red=45, alpha=45'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const orderDraftClean = 'east=55, gamma=39, red=45, alpha=45'.replace(/[^a-z]+/gi, '_');

const draftBatch = (start) => {
  let value = start;
  return {
    next: () => (value += 8),
    reset() {
      value = start;
    },
  };
};
const recordItem = draftBatch(29);
const recordItemSeen = [recordItem.next(), recordItem.next()];
recordItem.reset();

const result = {
  a: { pairs: Object.fromEntries(orderDraft), clean: orderDraftClean },
  b: [...recordItemSeen, recordItem.next()],
};
