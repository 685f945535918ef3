const crypto = require('crypto');

let previous = '';
const chain = [];
for (const payload of ['genesis', 'first', 'second']) {
  const digest = crypto.createHash('sha256').update(previous + payload).digest('hex');
  chain.push({ payload, digest: digest.slice(0, 12), previous: previous.slice(0, 12) });
  previous = digest;
}
const result = chain;
