import { Buffer } from 'node:buffer';

function hex(text) {
  return Buffer.from(text).toString('hex');
}

module.exports = { hex };
const result = hex('j');
