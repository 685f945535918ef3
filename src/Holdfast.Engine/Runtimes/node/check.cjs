// Says which of many codes parse: node check.cjs javascript|typescript REQUEST_FILE ANSWER_FILE
//
// The request is a JSON list of { code, output }; the answer a JSON list of exceptions as in exception.json, null for what parses.
// TypeScript is parsed by transforming it, and what comes of that is kept in `output` for the runs to come.
'use strict';

const fs = require('node:fs');
const { describe } = require('./report.cjs');

const NAME = 'code';
const samePlace = (line, column) => ({ line, column });

async function main(language, requestFile, answerFile) {
  const jobs = JSON.parse(fs.readFileSync(requestFile, 'utf8')).map((job) => ({ ...job, code: job.code.replace(/^\uFEFF/, '') }));
  const errors = language === 'typescript' ? await require('./transform.cjs').transformMany(jobs) : jobs.map(parse);
  fs.writeFileSync(answerFile, JSON.stringify(errors.map((error) => (error === null ? null : describe(error, NAME, samePlace, true)))));
}

function parse({ code }) {
  try {
    require('./compile.cjs').compile(code, NAME, __filename);
    return null;
  } catch (error) {
    return error;
  }
}

main(...process.argv.slice(2));
