function async load() {
  return 4;
}
const result = await load();
