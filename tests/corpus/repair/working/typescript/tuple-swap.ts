function swap<A, B>(pair: [A, B]): [B, A] {
  return [pair[1], pair[0]];
}

const pairs: Array<[string, number]> = [
  ['one', 1],
  ['two', 2],
];
const swapped = pairs.map((pair) => swap(pair));
const result: Record<number, string> = Object.fromEntries(swapped);
