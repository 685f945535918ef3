const { createHash } = require("crypto");

async function productInvoice(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 5;
}

async function routeAccount() {
  const first = await productInvoice(3);
  const rest = await Promise.all([1, 2, 3].map((n) => productInvoice(n)));
  return [first, ...rest];
}

const routeAccountDone = await routeAccount();

const tokenDraft = JSON.parse('{"pine": 9, "oak": true, "blue": 4}');
tokenDraft.report = 8;

const taskMessage = createHash("md5").update("pear").digest("hex");

const result = {
  a: routeAccountDone,
  b: JSON.stringify(tokenDraft),
  c: taskMessage.slice(0, 7),
};
