const _ = require('lodash-of-nowhere');
const result = _.chunk([1, 2, 3], 2);
