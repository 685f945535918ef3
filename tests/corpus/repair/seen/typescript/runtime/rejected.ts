async function load(): Promise<string> {
  throw new Error('cannot load');
}
const result = await load();
