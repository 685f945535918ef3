// Makes JSON of a result. What JSON.stringify would silently drop or turn into null or {} is converted or refused.
'use strict';

const LIMIT_BYTES = 1 << 20; // Larger things are files, named in outputs.

exports.encode = function encode(value) {
  const json = Buffer.from(JSON.stringify(plain(value, 'result', [])));
  if (json.length > LIMIT_BYTES) {
    throw new ResultError(`The result is ${(json.length / LIMIT_BYTES).toFixed(1)} MiB of JSON; at most 1 MiB is kept. Write it to a file and name that file in outputs.`);
  }
  return json;
};

function plain(value, path, around) {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new ResultError(`${path} is text with a lone surrogate, which is not Unicode: use toWellFormed().`);
      return value;
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new ResultError(`${path} is ${value}, which JSON cannot hold: use null or a number.`);
      return value;
    case 'undefined':
      return null;
    case 'bigint':
      throw new ResultError(`${path} is a BigInt, which JSON cannot hold: use Number(...) or String(...).`);
    case 'symbol':
      throw new ResultError(`${path} is a symbol, which JSON cannot hold.`);
    case 'function':
      throw new ResultError(`${path} is a function, which JSON cannot hold: call it, or name the result otherwise.`);
  }
  if (value === null) return null;
  if (around.includes(value)) throw new ResultError(`${path} contains itself.`);
  if (around.length > 200) throw new ResultError(`${path} is nested too deep.`);
  if (typeof value.then === 'function') throw new ResultError(`${path} is a promise that is still pending: await it.`);
  const inside = [...around, value];
  if (Buffer.isBuffer(value)) throw new ResultError(`${path} is a Buffer, which JSON cannot hold: use toString(), or toString('base64').`);
  if (value instanceof Map) return fromEntries(value, path, inside);
  if (Array.isArray(value) || value instanceof Set || ArrayBuffer.isView(value)) return Array.from(value, (item, index) => plain(item, `${path}[${index}]`, inside));
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (typeof value.toJSON === 'function') return plain(value.toJSON(), path, inside);
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return plain(value.valueOf(), path, inside);
  return fromEntries(Object.entries(value), path, inside);
}

function fromEntries(entries, path, inside) {
  const object = Object.create(null);
  for (const [key, item] of entries) {
    if (typeof key === 'object' || typeof key === 'symbol' || typeof key === 'function') throw new ResultError(`${path} has a key that is not text.`);
    const name = plain(String(key), `a key of ${path}`, []);
    if (item !== undefined) object[name] = plain(item, /^[A-Za-z_$][\w$]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`, inside);
  }
  return object;
}

class ResultError extends Error {
  constructor(message) {
    super(message);
    this.name = 'ResultError';
    this.stack = `ResultError: ${message}`; // The code is over: where we noticed tells nobody anything.
  }
}
