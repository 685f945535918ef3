const channelShape = "gamma omega pine delta";
const channelShapeShort = channelShape.split(" ").map((part) => part.slice(0, 2).toUpperCase()).join("-");
console.log("short: " + channelShapeShort, channelShape.length);

const batchRecord = (start) => {
  let value = start;
  return {
    next: () => (value += 1),
    reset() {
      value = start;
    },
  };
};
const channelOrder = batchRecord(15);
const channelOrderSeen = [channelOrder.next(), channelOrder.next()];
channelOrder.reset();

const result = {
  a: [channelShapeShort, channelShape.includes("green")],
  b: [...channelOrderSeen, channelOrder.next()],
};
