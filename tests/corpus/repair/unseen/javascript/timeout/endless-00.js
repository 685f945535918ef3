import { createHash } from "node:crypto";

let routeCity = 53;
const reportSensor = [];
while (routeCity > 1 && reportSensor.length < 25) {
  routeCity = routeCity % 2 === 0 ? routeCity / 2 : 3 * routeCity + 1;
  reportSensor.push(routeCity);
}

while (true) {}
const priceTicket = createHash("sha1").update("alpha").digest("hex");

const taskTicket = [..."alpha=7, gamma=16".matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const taskTicketClean = "alpha=7, gamma=16".replace(/[^a-z]+/gi, "_");

const result = {
  a: reportSensor,
  b: priceTicket.slice(0, 8),
  c: { pairs: Object.fromEntries(taskTicket), clean: taskTicketClean },
};
