const channelSample = 'west plum omega east pine';
const channelSampleShort = channelSample.split(' ').map((part) => part.slice(0, 1).toUpperCase()).join('-');
console.log('short: ' + channelSampleShort, channelSample.length);

const userRoute = {
  east: 35,
  pear: 39,
  plum: 10,
  gamma: 6,
  north: 22,
};
const userRouteLarge = Object.entries(userRoute)
  .filter(([, value]) => value > 7)
  .map(([key, value]) => `${key} -> ${value}`);
userRouteLarge.forEach((line) => console.log(line));

function routeShape(left, right = 6) {
  if (left === null) {
    return right;
  }
  return left + right;
}

const result = {
  a: [channelSampleShort, channelSample.includes('omega')],
  b: userRouteLarge.sort(),
  c: [routeShape(45), routeShape(null), routeShape(3, 3)],
};
