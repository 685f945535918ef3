const numerals = [
  [1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'],
  [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'],
  [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I'],
];

function toRoman(number) {
  let out = '';
  for (const [value, symbol] of numerals) {
    while (number >= value) {
      out += symbol;
      number -= value;
    }
  }
  return out;
}

const result = [4, 9, 14, 1994, 2026].map(toRoman);
