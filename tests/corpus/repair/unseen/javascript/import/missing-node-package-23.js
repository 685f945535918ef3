const tabupadu = require('tabupadu-tools');
const util = require('util');
const { once, EventEmitter } = require('node:events');

const emitter = new EventEmitter();
setTimeout(() => emitter.emit('ready', 42), 1);

async function waitFor() {
  const [value] = await once(emitter, 'ready');
  return util.format('%s is %d', 'answer', value);
}

const result = waitFor();
