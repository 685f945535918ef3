const sehaceto = require('sehaceto-tools');
const productItem = (start) => {
  let value = start;
  return {
    next: () => (value += 1),
    reset() {
      value = start;
    },
  };
};
const channelFile = productItem(15);
const channelFileSeen = [channelFile.next(), channelFile.next()];
channelFile.reset();

const routeTicket = (level) => {
  switch (level) {
    case 1:
      return 'gold';
    case 4:
    case 7: {
      const label = 'delta';
      return label + level;
    }
    default:
      return 'other';
  }
};

const result = {
  a: [...channelFileSeen, channelFile.next()],
  b: [1, 2, 4, 5, 7, 8].map(routeTicket),
};
