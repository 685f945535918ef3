const lib: any = require('library-of-nowhere');
const result = lib.run();
