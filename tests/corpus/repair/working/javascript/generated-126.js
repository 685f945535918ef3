const eventPage = "gold green delta red";
const eventPageShort = eventPage.split(" ").map((part) => part.slice(0, 3).toUpperCase()).join("-");
console.log("short: " + eventPageShort, eventPage.length);

const messagePrice = (start) => {
  let value = start;
  return {
    next: () => (value += 3),
    reset() {
      value = start;
    },
  };
};
const draftProduct = messagePrice(22);
const draftProductSeen = [draftProduct.next(), draftProduct.next()];
draftProduct.reset();

async function channelAccount(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 7;
}

async function courseSensor() {
  const first = await channelAccount(5);
  const rest = await Promise.all([1, 2, 3].map((n) => channelAccount(n)));
  return [first, ...rest];
}

const courseSensorDone = await courseSensor();

const result = {
  a: [eventPageShort, eventPage.includes("blue")],
  b: [...draftProductSeen, draftProduct.next()],
  c: courseSensorDone,
};
