const fs = require('fs');
const result = fs.existSync('/');
