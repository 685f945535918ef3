// Makes a function of code, whichever way it is meant: as CommonJS, as CommonJS with top-level await, or as an ES module.
'use strict';

const Module = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const READER = '__holdfast(() => typeof result === "undefined" ? undefined : result);';
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname', '__holdfast'];
// Nothing is a module without one of these words. Asking where a module's fault is costs a process, so others are not asked.
const MAY_BE_MODULE = /\b(?:import|export)\b/;
const STRICT = /^(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*(['"])use strict\1/;

/**
 * The code, ready to run: (module, takeReader) => what it returns, a promise if it awaits. Lines and columns are the code's own.
 * takeReader is called as it begins, with a function that reads its variable `result`.
 */
exports.compile = function compile(code, file, baseFile) {
  const source = code.startsWith('#!') ? `//${code.slice(2)}` : code;
  // It must read the code's own variable, so it stands before the first statement, on the same line.
  const prefix = (STRICT.test(source) ? '"use strict";' : '') + READER;
  let furthest;
  // Without the flag for modules, the caller has seen that nothing in the code can make it one.
  const ways = vm.SourceTextModule === undefined || !MAY_BE_MODULE.test(source) ? [asFunction, asAsyncFunction] : [asFunction, asAsyncFunction, asModule];
  for (const way of ways) {
    try {
      return way(source, prefix, file, baseFile);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // The way that read furthest is the one that was meant: the others stopped at an import or an await.
      const place = placeOf(error, file, source, way);
      if (furthest === undefined || isBehind(place, furthest.place)) furthest = { error, place };
    }
  }
  places.set(furthest.error, furthest.place);
  throw furthest.error;
};

/** Error → { line, column } in the code, where its stack does not say it. */
const places = exports.places = new WeakMap();

function asFunction(source, prefix, file, baseFile) {
  const execute = vm.compileFunction(prefix + source, PARAMETERS, {
    filename: file, columnOffset: -prefix.length, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return (module, takeReader) => call(execute, module, takeReader, file, baseFile);
}

function asAsyncFunction(source, prefix, file, baseFile) {
  const head = `(async function (${PARAMETERS}) {${prefix}`;
  const script = new vm.Script(`${head}${source}\n})`, {
    filename: file, columnOffset: -head.length, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return (module, takeReader) => call(script.runInThisContext(), module, takeReader, file, baseFile);
}

function call(execute, module, takeReader, file, baseFile) {
  const require = Module.createRequire(baseFile);
  return execute.call(module.exports, module.exports, require, module, file, path.dirname(file), takeReader);
}

function asModule(source, prefix, file, baseFile) {
  const { pathToFileURL } = require('node:url');
  const importFrom = vm.runInThisContext('(specifier, options) => import(specifier, options)', {
    filename: baseFile, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = new vm.SourceTextModule(prefix + source, {
    identifier: file,
    columnOffset: -prefix.length,
    initializeImportMeta: (meta) => Object.assign(meta, { url: pathToFileURL(file).href, filename: file, dirname: path.dirname(file) }),
    importModuleDynamically: (specifier, _, attributes) => importFrom(specifier, { with: { ...attributes } }),
  });
  return async (_, takeReader) => {
    globalThis.__holdfast = takeReader;
    try {
      await module.link((specifier, _, extra) => linkImport(specifier, extra.attributes ?? extra.assert, importFrom, source));
    } catch (error) {
      const unfit = unfitImport(error);
      if (unfit) places.set(error, placeOfImport(unfit.module, source));
      throw error;
    }
    await module.evaluate();
  };
}

async function linkImport(specifier, attributes, importFrom, source) {
  try {
    const names = await importFrom(specifier, { with: { ...attributes } });
    return new vm.SyntheticModule(Object.keys(names), function () {
      for (const name of Object.keys(names)) this.setExport(name, names[name]);
    }, { identifier: specifier });
  } catch (error) {
    if (error instanceof Error) places.set(error, placeOfImport(specifier, source));
    throw error;
  }
}

/** What was asked of a module that has no such thing; V8 says it in the message only. */
const unfitImport = exports.unfitImport = (error) => {
  const match = error instanceof SyntaxError && /^The requested module '(.+)' does not provide an export named '(.+)'$/.exec(error.message);
  return match ? { module: match[1], name: match[2] } : undefined;
};

function placeOfImport(specifier, source) {
  const at = [`'${specifier}'`, `"${specifier}"`].map((quoted) => source.indexOf(quoted)).filter((index) => index >= 0);
  if (at.length === 0) return undefined;
  const before = source.slice(0, Math.min(...at)).split('\n');
  return { line: before.length, column: before.at(-1).length + 1 };
}

/** V8 tells the place of a syntax error only in the stack's head: FILE:LINE, that line, and a caret under the column. */
function placeOf(error, file, source, way) {
  const lines = source.split('\n');
  const [head, shown, carets] = way === asModule ? checkedHead(file, source) : String(error.stack).split('\n');
  const line = head?.startsWith(`${file}:`) ? Number(head.slice(file.length + 1)) : NaN;
  if (!(line >= 1)) return { line: 1 };
  if (line > lines.length) return { line: lines.length };
  const prefixLength = line === 1 ? Math.max(0, shown.length - lines[0].length) : 0;
  const caret = carets?.indexOf('^') ?? -1;
  return { line, column: caret < 0 ? undefined : Math.max(1, caret + 1 - prefixLength) };
}

/** For modules it does not even do that, except where Node itself reads them. */
function checkedHead(file, source) {
  const { spawnSync } = require('node:child_process');
  const { stderr } = spawnSync(process.execPath, ['--check', '--input-type=module', '-'], { input: source, encoding: 'utf8' });
  return stderr.replace('[stdin]', file).split('\n');
}

function isBehind(place, other) {
  return place.line > other.line || (place.line === other.line && place.column > other.column);
}
