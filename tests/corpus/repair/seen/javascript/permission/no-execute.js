const fs = require('fs');
const { execFileSync } = require('child_process');
fs.writeFileSync('tool.sh', '#!/bin/sh\necho hi\n');
const result = execFileSync('./tool.sh').toString();
