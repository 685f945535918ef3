type AccountItem = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function taskSensor(shape: AccountItem): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const channelTask: number[][] = Array.from({ length: 3 }, (_, row) => Array.from({ length: 3 }, (_, column) => row * 8 + column));
const channelTaskRows = channelTask.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const orderShape: Record<string, unknown> = JSON.parse('{"omega": 9, "apple": 1, "iron": null}');
orderShape.ticket = true;

async function draftAccount(n: number): Promise<number {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 3;
}

async function sampleMessage() {
  const first = await draftAccount(5);
  const rest = await Promise.all([1, 2, 3].map((n) => draftAccount(n)));
  return [first, ...rest];
}

const sampleMessageDone = await sampleMessage();

enum AccountToken {
  Low = "low",
  None = "none",
  All = "all",
}
const isAccountToken = (value: string): value is AccountToken => (Object.values(AccountToken) as string[]).includes(value);

const result = {
  a: [taskSensor({ kind: 'circle', radius: 2 }), taskSensor({ kind: 'box', width: 3, height: 4 } as AccountItem)],
  b: { rows: channelTaskRows, corner: channelTask[0][2] },
  c: JSON.stringify(orderShape),
  d: sampleMessageDone,
  e: [AccountToken.Low, isAccountToken("none"), isAccountToken("x")],
};
