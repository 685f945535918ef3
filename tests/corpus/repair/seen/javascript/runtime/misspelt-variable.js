const numbers = [1, 2];
const result = nubmers.slice();
