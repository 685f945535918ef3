const { EventEmitter } = require('events');

const log = [];
const bus = new EventEmitter();
bus.on('order', (id, amount) => log.push(`order ${id}: ${amount}`));
bus.once('order', () => log.push('first order'));
bus.emit('order', 1, 9.5);
bus.emit('order', 2, 20);
const result = { log, listeners: bus.listenerCount('order') };
