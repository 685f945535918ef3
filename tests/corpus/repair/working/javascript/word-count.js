const words = inputData.text.split(' ');
const counts = {};
for (const word of words) {
  counts[word] = (counts[word] || 0) + 1;
}
const top = Object.entries(counts).sort((a, b) => b[1] - a[1])[0];
const result = { total: words.length, unique: Object.keys(counts).length, top };
