const path = require('path');

type AccountPage = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function channelToken(shape: AccountPage): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

interface TaskCity {
  id: number;
  label: string;
  tags?: string[];
}

const sensorProduct: TaskCity[] = [
  { id: 0, label: 'gold' },
  { id: 1, label: 'pine', tags: ['beta'] },
];

const batchUser: Record<string, unknown> = JSON.parse('{"blue": null, "south": true, "plum": "oak"}');
batchUser.ticket = 1;

const cityFile: string = path.join('/srv', 'delta', 'delta.txt');
const { name: cityFileName, ext: cityFileExt } = path.parse(cityFile);

const result = {
  a: [channelToken({ kind: 'circle', radius: 3 }), channelToken({ kind: 'box', width: 1, height: 5 } as AccountPage)],
  b: sensorProduct.map((row: TaskCity): string => row.label + (row.tags?.length ?? 0)),
  c: JSON.stringify(batchUser),
  d: [cityFileName, cityFileExt, path.dirname(cityFile)],
};
