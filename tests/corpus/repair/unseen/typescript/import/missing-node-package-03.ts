const bupubara = require('bupubara-tools');
const fs = require('fs');
const os = require('os');
const path = require('path');

function readNumbers(file: string): number[] {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as number[];
}

const folder: string = fs.mkdtempSync(path.join(os.tmpdir(), 'atom-'));
const file: string = path.join(folder, 'numbers.json');
fs.writeFileSync(file, JSON.stringify([1, 4, 9]));
const values = readNumbers(file);
fs.rmSync(folder, { recursive: true });
const result = { sum: values.reduce((a, b) => a + b), gone: !fs.existsSync(file) };
