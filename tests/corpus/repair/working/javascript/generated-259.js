let channelNode = 60;
const draftSensor = [];
while (channelNode > 1 && draftSensor.length < 13) {
  channelNode = channelNode % 2 === 0 ? channelNode / 2 : 3 * channelNode + 1;
  draftSensor.push(channelNode);
}

function* shapeOrder(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const metricVector = (start) => {
  let value = start;
  return {
    next: () => (value += 3),
    reset() {
      value = start;
    },
  };
};
const sampleScore = metricVector(6);
const sampleScoreSeen = [sampleScore.next(), sampleScore.next()];
sampleScore.reset();

const result = {
  a: draftSensor,
  b: [...shapeOrder(162)],
  c: [...sampleScoreSeen, sampleScore.next()],
};
