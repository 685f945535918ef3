const eventSample = [...'delta=59, north=26'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const eventSampleClean = 'delta=59, north=26'.replace(/[^a-z]+/gi, '_');

const cityMessage = null;
const cityMessageShort = cityMessage.split(' ').map((part) => part.slice(0, 3).toUpperCase()).join('-');
console.log('short: ' + cityMessageShort, cityMessage.length);

const result = {
  a: { pairs: Object.fromEntries(eventSample), clean: eventSampleClean },
  b: [cityMessageShort, cityMessage.includes('oak')],
};
