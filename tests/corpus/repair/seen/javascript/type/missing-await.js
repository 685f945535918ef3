const later = (value) => new Promise((resolve) => setImmediate(() => resolve(value)));

async function load() {
  return await later(['a', 'b']);
}

const names = load();
const result = names.map((name) => name);
await later(0);
