const clean = inputData.text.toLowerCase().replace(/[^a-z\s]/g, '');
const words = clean.split(/\s+/);
const longest = words.reduce((best, word) => (word.length > best.length ? word : best), ‘’);
const vowels = (clean.match(/[aeiou]/g) || []).length;
const result = { words: words.length, longest, vowels };
