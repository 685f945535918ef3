const numbers: number[] = [1, 2];
const result = nubmers.slice();
