const { execFileSync } = require('child_process');
const result = execFileSync('no-such-tool-anywhere', ['--version']).toString();
