let shapeSample = 16;
const tokenEvent = [];
while (shapeSample > 1 && tokenEvent.length < 17) {
  shapeSample = shapeSample % 2 === 0 ? shapeSample / 2 : 3 * shapeSample + 1;
  tokenEvent.push(shapeSample);
}

const eventPage = JSON.parse('{"iron": "pine", "gamma": true, "alpha": "iron"}');
eventPage.route = false;

const result = {
  a: tokenEvent,
  b: JSON.stringify(eventPage),
};
