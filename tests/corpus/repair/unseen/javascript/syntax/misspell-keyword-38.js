const { createHash } = require('crypto');

conts messageMessage = createHash('sha256').update('iron').digest('hex');

const recordBatch = JSON.parse('{"omega": "south", "silver": 5, "pine": true}');
recordBatch.vector = true;

const result = {
  a: messageMessage.slice(0, 12),
  b: JSON.stringify(recordBatch),
};
