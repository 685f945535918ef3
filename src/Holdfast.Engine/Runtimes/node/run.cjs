// Runs the code of one atom: node run.cjs ATTEMPT_FOLDER CODE_FILE SHOWN_FILE BASE_FILE [TRANSFORMED_FILE]
//
// CODE_FILE holds the code; SHOWN_FILE is the name it goes by in stacks and __filename; imports are found as if BASE_FILE made them.
// TypeScript has a TRANSFORMED_FILE: its JavaScript, made for the whole run beforehand, or made here when it is missing.
//
// What only failures need is in report.cjs, which is loaded on demand.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const { compile } = require('./compile.cjs');

const [folder, codeFile, shownFile, baseFile, transformedFile] = process.argv.splice(1, Infinity).slice(1);
process.argv.push(shownFile);

const run = {
  folder,
  shownFile,
  source: fs.readFileSync(codeFile, 'utf8').replace(/^\uFEFF/, ''),
  javaScript: undefined, // What V8 gets to see: the source, or what became of the TypeScript.
  isTypeScript: transformedFile !== undefined,
};
let readResult = () => undefined;
let finished = false;
let settled; // { value } once a promise that is the result came true.
let watched = false;

class UnsettledAwait extends Error {
  constructor() {
    super('The code ended while a top-level await waited for a promise that nothing can settle any more.');
    this.name = 'UnsettledAwait';
    this.stack = `${this.name}: ${this.message}`;
  }
}

globalThis.inputData = JSON.parse(fs.readFileSync(`${folder}/input.json`, 'utf8'));
// Declared, so that strict code and modules may assign it without declaring it.
globalThis.result = undefined;

process.on('uncaughtExceptionMonitor', (error) => {
  // A handler of the code's own decides what becomes of it.
  if (process.listenerCount('uncaughtException') === 0) end(error, 1);
});
process.on('beforeExit', () => {
  const value = read();
  if (!finished) {
    end(new UnsettledAwait(), 13);
  } else if (!watched && typeof value?.then === 'function') {
    watched = true;
    value.then((value) => { settled = { value }; });
  }
});
process.on('exit', (code) => {
  if (code === 0) keepResult();
  keepPeakMemory();
});

start();

function start() {
  let execute;
  try {
    run.javaScript = run.isTypeScript ? transformed() : run.source;
    execute = compile(run.javaScript, shownFile, baseFile);
  } catch (error) {
    end(error, 1, { whileParsing: true });
  }
  let ending;
  try {
    ending = execute(makeModule(), (reader) => { readResult = reader; });
  } finally {
    finished = !(ending instanceof Promise);
  }
  ending?.finally?.(() => { finished = true; });
}

function transformed() {
  try {
    return fs.readFileSync(transformedFile, 'utf8');
  } catch {
    return require('./transform.cjs').transformOne(run.source, transformedFile);
  }
}

function makeModule() {
  const module = new Module(shownFile);
  module.filename = shownFile;
  module.paths = Module._nodeModulePaths(require('node:path').dirname(baseFile));
  process.mainModule = module; // So that require.main === module.
  return module;
}

function read() {
  try {
    return readResult();
  } catch (error) {
    if (error instanceof ReferenceError) return undefined; // The code left before it came to the declaration.
    throw error;
  }
}

function keepResult() {
  const value = settled === undefined ? read() : settled.value;
  if (value === undefined) return;
  try {
    const json = require('./result.cjs').encode(value);
    fs.writeFileSync(`${folder}/result.json.part`, json);
    fs.renameSync(`${folder}/result.json.part`, `${folder}/result.json`);
  } catch (error) {
    require('./report.cjs').report(error, run, {});
    process.exitCode = 1;
  }
}

// In KiB. Whoever waits for us is told by the kernel of ours and of our starter's, whichever was more.
function keepPeakMemory() {
  try {
    const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(fs.readFileSync('/proc/self/status', 'latin1'));
    fs.writeFileSync(`${folder}/peak_memory`, peak);
  } catch {
    // Then it was not measured.
  }
}

function end(error, code, how = {}) {
  require('./report.cjs').report(error, run, how);
  process.exit(code);
}
