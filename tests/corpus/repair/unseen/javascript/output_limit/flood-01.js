function shiftLetter(letter, shift) {
  const code = letter.charCodeAt(0);
  let base;
  if (code >= 97 && code <= 122) {
    base = 97;
  } else if (code >= 65 && code <= 90) {
    base = 65;
  } else {
    return letter;
  }
  return String.fromCharCode(((code - base + shift + 26) % 26) + base);
}

for (;;) console.log('line after line after line');
const encode = (text, shift) => [...text].map((c) => shiftLetter(c, shift)).join('');
const secret = encode(inputData.text, inputData.shift);
const result = { secret, plain: encode(secret, -inputData.shift) };
