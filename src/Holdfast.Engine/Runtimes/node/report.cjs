// Tells an exception as structure in exception.json, and prints it as Node would, in the lines of the user's own code.
'use strict';

const fs = require('node:fs');
const util = require('node:util');
const { places, unfitImport } = require('./compile.cjs');

const MESSAGE_LIMIT = 16 * 1024;
const CAUSE_LIMIT = 4;
const FIRST_FRAMES = 10;
const LAST_FRAMES = 30;

exports.report = function report(error, run, { whileParsing = false } = {}) {
  const original = positions(run);
  const document = describe(error, run.shownFile, original, whileParsing);
  try {
    fs.writeFileSync(`${run.folder}/exception.json.part`, JSON.stringify(document));
    fs.renameSync(`${run.folder}/exception.json.part`, `${run.folder}/exception.json`);
  } catch (unwritten) {
    print(`holdfast: the exception below could not be recorded: ${unwritten.message}`);
  }
  print(excerpt(document, run) + text(error, document, run.shownFile, original));
};

/** The exception as docs/reference/runtimes.md describes exception.json. Undefined members are left out by JSON. */
exports.describe = describe;

function describe(error, shownFile, original, whileParsing) {
  if (Array.isArray(error?.errors) && error.errors[0]?.location !== undefined) return describeTransform(error.errors[0]);
  const frames = whileParsing ? [] : framesOf(error, shownFile, original);
  const place = placeOf(error, frames, original);
  const causes = causesOf(error).map((cause) => ({ type: typeOf(cause), message: messageOf(cause), code: codeOf(cause) }));
  return {
    type: typeOf(error),
    message: messageOf(error),
    while_parsing: whileParsing && error instanceof SyntaxError ? true : undefined,
    line: place?.line,
    column: place?.column,
    module: moduleOf(error),
    name: nameOf(error),
    code: codeOf(error),
    system_call: typeof error?.syscall === 'string' ? error.syscall : undefined,
    causes: causes.length > 0 ? causes : undefined,
    bases: basesOf(error),
    frames: shorten(frames).map(({ column, ...frame }) => frame),
    ...httpOf(error),
  };
}

/** esbuild counts columns from 0, in bytes of UTF-8. */
function describeTransform({ text, location }) {
  const column = (bytes) => Buffer.from(location.lineText).subarray(0, bytes).toString().length + 1;
  return {
    type: 'SyntaxError',
    message: clean(text),
    while_parsing: true,
    line: location?.line,
    column: location ? column(location.column) : undefined,
    end_column: location?.length > 0 ? column(location.column + location.length) : undefined,
    bases: ['Error'],
  };
}

/** From a place in what V8 ran to the place in the user's code. */
function positions(run) {
  if (!run.isTypeScript || run.javaScript === undefined) return (line, column) => ({ line, column });
  const { SourceMap } = require('node:module');
  const encoded = run.javaScript.slice(run.javaScript.lastIndexOf('base64,') + 'base64,'.length);
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString()));
  return (line, column) => {
    const entry = map.findEntry(line - 1, (column ?? 1) - 1);
    return entry.originalLine === undefined ? { line, column } : { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  };
}

function typeOf(error) {
  if (error instanceof Error) return String(error.name === 'Error' ? error.constructor?.name || 'Error' : error.name);
  return error?.constructor?.name ?? typeof error;
}

function messageOf(error) {
  if (error instanceof Error) return clean(error.message);
  return clean(typeof error === 'string' ? error : util.inspect(error));
}

function clean(value) {
  return String(value).slice(0, MESSAGE_LIMIT).toWellFormed();
}

/** Innermost last, as people read them in Python; V8 has them innermost first. */
function framesOf(error, shownFile, original) {
  if (!(error instanceof Error)) return [];
  return callSites(error)
    .filter(({ file }) => file && !file.startsWith(__dirname) && !file.startsWith('node:internal/'))
    .map(({ file, line, column, name }) => {
      const inUserCode = file === shownFile;
      const place = inUserCode ? original(line, column) : { line, column };
      return { file, line: place.line, column: place.column, function: name, in_user_code: inUserCode };
    })
    .reverse();
}

function shorten(frames) {
  return frames.length <= FIRST_FRAMES + LAST_FRAMES ? frames : [...frames.slice(0, FIRST_FRAMES), ...frames.slice(-LAST_FRAMES)];
}

function callSites(error) {
  const formatter = Error.prepareStackTrace;
  let sites;
  Error.prepareStackTrace = (failed, found) => {
    if (failed === error) sites = found;
    return formatter === undefined ? [String(failed), ...found].join('\n    at ') : formatter(failed, found);
  };
  const stack = error.stack;
  Error.prepareStackTrace = formatter;
  if (sites !== undefined) {
    return sites.map((site) => ({
      file: plainPath(site.getFileName()), line: site.getLineNumber(), column: site.getColumnNumber(), name: site.getFunctionName() ?? '<anonymous>',
    }));
  }
  // Somebody read the stack before, so that only its text is left.
  return Array.from(String(stack).matchAll(/^ {4}at (?:(.+?) \()?(.+?):(\d+):(\d+)\)?$/gm), ([, name, file, line, column]) => ({
    file: plainPath(file), line: Number(line), column: Number(column), name: name ?? '<anonymous>',
  }));
}

function plainPath(file) {
  return file?.startsWith('file://') ? require('node:url').fileURLToPath(file) : file;
}

function placeOf(error, frames, original) {
  const known = error instanceof Error ? places.get(error) : undefined;
  return known ? original(known.line, known.column) : frames.filter((frame) => frame.in_user_code).at(-1);
}

/** Node has no member for it; each of these codes has one form of message. */
function moduleOf(error) {
  const message = String(error?.message);
  switch (error?.code) {
    case 'MODULE_NOT_FOUND':
    case 'ERR_MODULE_NOT_FOUND':
      return /^Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
    case 'ERR_UNKNOWN_BUILTIN_MODULE':
      return /^No such built-in module: (.+)$/.exec(message)?.[1];
    default:
      return unfitImport(error)?.module;
  }
}

function nameOf(error) {
  if (error instanceof ReferenceError) return /^(\S+) is not defined$/.exec(error.message)?.[1];
  return unfitImport(error)?.name;
}

function codeOf(error) {
  return typeof error?.code === 'string' ? clean(error.code) : undefined;
}

function causesOf(error) {
  const causes = [];
  for (let cause = causeOf(error); cause !== undefined && causes.length < CAUSE_LIMIT && !causes.includes(cause); cause = causeOf(cause)) causes.push(cause);
  return causes;
}

function causeOf(error) {
  return [error?.cause, error?.errors?.[0]].find((cause) => cause instanceof Error && cause !== error);
}

function basesOf(error) {
  const bases = [];
  if (!(error instanceof Error)) return bases;
  for (let type = Object.getPrototypeOf(error.constructor ?? Error); type?.name; type = Object.getPrototypeOf(type)) bases.push(type.name);
  return bases;
}

/** Many clients agree on these members: fetch wrappers and axios have a response, others carry the status themselves. */
function httpOf(error) {
  const carrier = error?.response ?? error;
  const status = [carrier?.status, carrier?.statusCode].find((value) => Number.isInteger(value) && value >= 100 && value <= 599);
  if (status === undefined) return {};
  const headers = carrier.headers;
  const value = typeof headers?.get === 'function' ? headers.get('retry-after') : headers?.['retry-after'];
  return { http_status: status, retry_after_seconds: retryAfter(value) };
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfter(value) {
  if (value === undefined || value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000);
}

function excerpt({ line, column }, { shownFile, source }) {
  const shown = line === undefined ? undefined : source.split('\n')[line - 1];
  if (shown === undefined) return '';
  const caret = column === undefined ? '' : `\n${shown.slice(0, column - 1).replace(/[^\t]/g, ' ')}^`;
  return `${shownFile}:${line}\n${shown.trimEnd()}${caret}\n\n`;
}

function text(error, document, shownFile, original) {
  if (!(error instanceof Error)) return `Uncaught ${util.inspect(error)}`;
  if (!document.frames?.length) return `${document.type}: ${document.message}`;
  return util
    .inspect(error)
    .split('\n')
    .filter((line) => !line.includes(__dirname) && !/^\s+at .*\(?node:internal\//.test(line))
    .join('\n')
    .replaceAll(/(\/[^\s():]+):(\d+):(\d+)/g, (whole, file, line, column) => {
      if (file !== shownFile) return whole;
      const place = original(Number(line), Number(column));
      return `${file}:${place.line}:${place.column}`;
    });
}

function print(message) {
  fs.writeSync(2, `${message}\n`);
}
