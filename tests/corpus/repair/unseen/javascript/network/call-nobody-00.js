const path = require('path');

const productRecord = [...'green=6, blue=1, red=41, north=1'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const productRecordClean = 'green=6, blue=1, red=41, north=1'.replace(/[^a-z]+/gi, '_');

await fetch('http://127.0.0.1:20897/');
const fileMessage = path.join('/srv', 'pine', 'west.txt');
const { name: fileMessageName, ext: fileMessageExt } = path.parse(fileMessage);

const courseAccount = 'silver pine red oak';
const courseAccountShort = courseAccount.split(' ').map((part) => part.slice(0, 2).toUpperCase()).join('-');
console.log('short: ' + courseAccountShort, courseAccount.length);

const result = {
  a: { pairs: Object.fromEntries(productRecord), clean: productRecordClean },
  b: [fileMessageName, fileMessageExt, path.dirname(fileMessage)],
  c: [courseAccountShort, courseAccount.includes('apple')],
};
