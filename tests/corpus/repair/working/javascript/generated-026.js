import { createHash } from 'node:crypto';

const sampleFile = (start) => {
  let value = start;
  return {
    next: () => (value += 4),
    reset() {
      value = start;
    },
  };
};
const tokenReport = sampleFile(29);
const tokenReportSeen = [tokenReport.next(), tokenReport.next()];
tokenReport.reset();

const messagePrice = createHash('sha1').update('south').digest('hex');

const userRecord = {
  plum: 26,
  blue: 49,
  south: 22,
};
const userRecordLarge = Object.entries(userRecord)
  .filter(([, value]) => value > 17)
  .map(([key, value]) => `${key} -> ${value}`);
userRecordLarge.forEach((line) => console.log(line));

const result = {
  a: [...tokenReportSeen, tokenReport.next()],
  b: messagePrice.slice(0, 6),
  c: userRecordLarge.sort(),
};
