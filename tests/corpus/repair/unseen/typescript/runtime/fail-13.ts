const config = {
  host: 'localhost',
  port: 8080,
  tags: ['a', 'b'],
} as const;

type Config = typeof config;
type Keys = keyof Config;

function describe(key: Keys): string {
  return key + '=' + String(config[key]);
}

new Array(-1);
const keys: Keys[] = ['host', 'port', 'tags'];
const result = keys.map(describe);
