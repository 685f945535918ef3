import path from 'node:path';

const scoreScore = [...'silver=8, south=82'.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
const scoreScoreClean = 'silver=8, south=82'.replace(/[^a-z]+/gi, '_');

const accountMessage = (level) => {
  switch (level) {
    case 3:
      return 'north';
    case 5:
    case 8: {
      const label = 'pine';
      return label + level;
    }
    default:
      return 'other';
  }
};

const cityChannel = path.join('/srv', 'east', 'gold.txt');
const { name: cityChannelName, ext: cityChannelExt } = path.parse(cityChannel);

const result = {
  a: { pairs: Object.fromEntries(scoreScore), clean: scoreScoreClean },
  b: [1, 2, 4, 5, 7, 8].map(accountMessage),
  c: [cityChannelName, cityChannelExt, path.dirname(cityChannel)],
};
