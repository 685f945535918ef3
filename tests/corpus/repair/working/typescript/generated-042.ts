enum InvoiceShape {
  Low = 'low',
  None = 'none',
  All = 'all',
}
const isInvoiceShape = (value: string): value is InvoiceShape => (Object.values(InvoiceShape) as string[]).includes(value);

async function eventShape(n: number): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 8;
}

async function eventTask() {
  const first = await eventShape(4);
  const rest = await Promise.all([1, 2, 3].map((n) => eventShape(n)));
  return [first, ...rest];
}

const eventTaskDone = await eventTask();

function* accountPrice(limit: number) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const recordEvent: number[] = [32, 93, 57, 16];
let ticketCity = 0;
for (let i = 0; i < recordEvent.length; i++) {
  if (recordEvent[i] > 40) {
    ticketCity += recordEvent[i];
  } else if (recordEvent[i] % 2 === 0) {
    ticketCity -= 1;
  } else {
    continue;
  }
}

const result = {
  a: [InvoiceShape.Low, isInvoiceShape('none'), isInvoiceShape('x')],
  b: eventTaskDone,
  c: [...accountPrice(155)],
  d: ticketCity,
};
