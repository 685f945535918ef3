const messageMessage = [..."pine=30, omega=80, alpha=51, blue=68".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const messageMessageClean = "pine=30, omega=80, alpha=51, blue=68".replace(/[^a-z]+/gi, "_");

async function accountInvoice(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 4;
}

async function recordVector() {
  const first = await accountInvoice(2);
  const rest = await Promise.all([1, 2, 3].map((n) => accountInvoice(n)));
  return [first, ...rest];
}

const recordVectorDone = await recordVector();

const productFile: string = "alpha west pear iron gold";
for (;;) console.log('line after line after line');
const productFileShort = productFile.split(" ").map((part) => part.slice(0, 1).toUpperCase()).join("-");
console.log("short: " + productFileShort, productFile.length);

type NodeSignal = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function signalChannel(shape: NodeSignal): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const result = {
  a: { pairs: Object.fromEntries(messageMessage), clean: messageMessageClean },
  b: recordVectorDone,
  c: [productFileShort, productFile.includes("delta")],
  d: [signalChannel({ kind: 'circle', radius: 4 }), signalChannel({ kind: 'box', width: 5, height: 4 } as NodeSignal)],
};
