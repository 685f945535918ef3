const signalSensor = JSON.parse('{"north": 7, "delta": "oak", "iron": null}');
signalSensor.sample = true;

const draftRecord = inputData.draftRecord ?? [99, 51, 30, 61];
const draftRecordLabel = `n=${draftRecord.length} max=${Math.max(...draftRecord)}`;
console.log(draftRecordLabel + " done");

const result = {
  a: JSON.stringify(signalSensor),
  b: draftRecordLabel,
};
