const { createHash } = require("crypto");
const path = require("path");

const eventUser = path.join("/srv", "pear", "gold.txt");
const { name: eventUserName, ext: eventUserExt } = path.parse(eventUser);

const sensorReport = createHash("md5").update("red").digest("hex");

const result = {
  a: [eventUserName, eventUserExt, path.dirname(eventUser)],
  b: sensorReport.slice(0, 11),
};
