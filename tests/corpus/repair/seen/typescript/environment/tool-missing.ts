const { execFileSync } = require('child_process');
const result: string = execFileSync('no-such-tool-anywhere', ['--version']).toString();
