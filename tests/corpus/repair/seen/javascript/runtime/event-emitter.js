const bus = new EventEmitter();
const out = [];
bus.on('x', (n) => out.push(n));
bus.emit('x', 1);
const result = out;
