interface CityTicket {
  id: number;
  label: string;
  tags?: string[];
}

const draftUser: CityTicket[] = [
  { id: 0, label: 'beta', tags: ['south'] },
  { id: 1, label: 'pear' },
  { id: 2, label: 'blue' },
  { id: 3, label: 'silver' },
];

const priceSensor: number[] = [43, 7, 85, 76, 97, 17, 48];
let productItem = 0;
for (let i = 0; i < priceSensor.length; i++) {
  if (priceSensor[i] > 21) {
    productItem += priceSensor[i];
  } else if (priceSensor[i] % 2 === 0) {
    productItem -= 1;
  } else {
    continue;
  }
}

type CityTask = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function taskSignal(shape: CityTask): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const orderBatch: number[] = inputData.orderBatch ?? [90, 43, 7, 99];
const orderBatchLabel = `n=${orderBatch.length} max=${Math.max(...orderBatch)}`;
console.log(orderBatchLabel + ' done');

const userRoute = (start: number) => {
  let value = start;
  return {
    next: () => (value += 3),
    reset() {
      value = start;
    },
  };
};
const tokenScore = userRoute(16);
const tokenScoreSeen = [tokenScore.next(), tokenScore.next()];
tokenScore.reset();

const result = {
  a: draftUser.map((row: CityTicket): string => row.label + (row.tags?.length ?? 0)),
  b: productItem,
  c: [taskSignal({ kind: 'circle', radius: 4 }), taskSignal({ kind: 'box', width: 5, height: 1 } as CityTask)],
  d: orderBatchLabel,
  e: [...tokenScoreSeen, tokenScore.next()],
};
