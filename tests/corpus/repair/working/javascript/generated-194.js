function channelTask(left, right = 1) {
  if (left === null) {
    return right;
  }
  return left - right;
}

const signalChannel = inputData.signalChannel ?? [87, 54, 74, 48];
const signalChannelLabel = `n=${signalChannel.length} max=${Math.max(...signalChannel)}`;
console.log(signalChannelLabel + " done");

const sensorRecord = [..."south=97, gold=40".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const sensorRecordClean = "south=97, gold=40".replace(/[^a-z]+/gi, "_");

const result = {
  a: [channelTask(7), channelTask(null), channelTask(8, 1)],
  b: signalChannelLabel,
  c: { pairs: Object.fromEntries(sensorRecord), clean: sensorRecordClean },
};
