import path from "node:path";

const vectorTicket = path.join("/srv", "plum", "alpha.txt");
const { name: vectorTicketName, ext: vectorTicketExt } = path.parse(vectorTicket);

const batchEvent = [..."red=19, alpha=1, pine=91".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const batchEventClean = "red=19, alpha=1, pine=91".replace(/[^a-z]+/gi, "_");

const result = {
  a: [vectorTicketName, vectorTicketExt, path.dirname(vectorTicket)],
  b: { pairs: Object.fromEntries(batchEvent), clean: batchEventClean },
};
