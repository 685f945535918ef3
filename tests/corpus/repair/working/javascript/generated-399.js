const recordSample = JSON.parse('{"south": null, "iron": 3, "delta": "plum"}');
recordSample.report = true;

const sensorMessage = (start) => {
  let value = start;
  return {
    next: () => (value += 4),
    reset() {
      value = start;
    },
  };
};
const eventSample = sensorMessage(13);
const eventSampleSeen = [eventSample.next(), eventSample.next()];
eventSample.reset();

const result = {
  a: JSON.stringify(recordSample),
  b: [...eventSampleSeen, eventSample.next()],
};
