const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'atom-'));
const file = path.join(folder, 'numbers.json');
fs.writeFileSync(file, JSON.stringify([1, 4, 9]));
const values = JSON.parse(fs.readFileSync(file, 'utf8'));
fs.rmSync(folder, { recursive: true });
const result = { sum: values.reduce((a, b) => a + b), gone: !fs.existsSync(file) };
