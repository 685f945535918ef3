// TypeScript to JavaScript: types are stripped, not checked.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const OPTIONS = {
  loader: 'ts',
  target: 'node20',
  sourcemap: 'inline',
  sourcesContent: false,
  logLevel: 'silent',
  tsconfigRaw: {}, // Nothing of a tsconfig.json nearby: the same code means the same everywhere.
};

/** Transforms one source and keeps what comes of it, for the next attempt. */
exports.transformOne = function transformOne(source, output) {
  const { code } = esbuild.transformSync(source, OPTIONS);
  keep(code, output);
  return code;
};

/** Transforms many at once, in one process of esbuild, and keeps them. Returns the error of each, null where there is none. */
exports.transformMany = async function transformMany(jobs) {
  const errors = await Promise.all(jobs.map(async ({ code, output }) => {
    try {
      keep((await esbuild.transform(code, OPTIONS)).code, output);
      return null;
    } catch (error) {
      if (Array.isArray(error.errors)) return error;
      throw error;
    }
  }));
  await esbuild.stop();
  return errors;
};

function keep(code, output) {
  if (fs.existsSync(output)) return;
  fs.mkdirSync(path.dirname(output), { recursive: true });
  const part = `${output}.${process.pid}`;
  fs.writeFileSync(part, code);
  fs.renameSync(part, output);
}
