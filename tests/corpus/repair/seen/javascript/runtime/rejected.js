async function load() {
  throw new Error('cannot load');
}
const result = load();
