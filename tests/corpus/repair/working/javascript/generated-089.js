const { createHash } = require("crypto");
const path = require("path");

const channelSignal = path.join("/srv", "gamma", "south.txt");
const { name: channelSignalName, ext: channelSignalExt } = path.parse(channelSignal);

const reportRecord = createHash("sha1").update("east").digest("hex");

const result = {
  a: [channelSignalName, channelSignalExt, path.dirname(channelSignal)],
  b: reportRecord.slice(0, 5),
};
