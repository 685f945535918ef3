const batchFile = JSON.parse('{"plum": "omega", "beta": "gamma", "pear": "north"}');
batchFile.event = 6;

const pageChannel = [84, 43, 15, 27, 56, 18];
let scoreItem = 0;
for (let i = 0; i < pageChannel.length; i++) {
  if (pageChannel[i] > 60) {
    scoreItem += pageChannel[i];
  } else if (pageChannel[i] % 2 === 0) {
    scoreItem -= 1;
  } else {
    continue;
  }
}

function* channelReport(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: JSON.stringify(batchFile),
  b: scoreItem,
  c: [...channelReport(135)],
};
