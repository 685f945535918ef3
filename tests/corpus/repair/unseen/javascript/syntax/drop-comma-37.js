const path = require("path");

const messageMessage = path.join("/srv", "green", "omega.txt");
const { name: messageMessageName, ext: messageMessageExt } = path.parse(messageMessage);

let ticketTask = 33;
const routeItem = [];
while (ticketTask > 1 && routeItem.length < 21) {
  ticketTask = ticketTask % 2 === 0 ? ticketTask / 2 : 3 * ticketTask + 1;
  routeItem.push(ticketTask);
}

const result = {
  a: [messageMessageName, messageMessageExt, path.dirname(messageMessage)]
  b: routeItem,
};
