const { prices, tax = 0 } = inputData;
const net = prices.reduce((sum, price) => sum + price, 0);
const gross = Math.round(net * (1 + tax) * 100) / 100;
console.log('net: ' + net);
console.log(`gross: ${gross}`);
const result = { net, gross };
