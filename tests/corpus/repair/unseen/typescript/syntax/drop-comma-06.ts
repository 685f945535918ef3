const ticketToken: Record<string, number> = {
  pear: 5,
  gamma: 50,
  silver: 14,
  pine: 15,
};
const ticketTokenLarge = Object.entries(ticketToken)
  .filter(([, value]) => value > 14)
  .map(([key, value]) => `${key} -> ${value}`);
ticketTokenLarge.forEach((line) => console.log(line));

const ticketOrder = (level: number): string => {
  switch (level) {
    case 1:
      return 'silver';
    case 6:
    case 7: {
      const label = 'gamma';
      return label + level;
    }
    default:
      return 'other';
  }
};

const tokenFile: Record<string, unknown> = JSON.parse('{"silver": null, "oak": "alpha", "north": "delta"}');
tokenFile.sensor = 3;

type MessageNode = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function itemSignal(shape: MessageNode): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const result = {
  a: ticketTokenLarge.sort(),
  b: [1, 2, 4, 5, 7 8].map(ticketOrder),
  c: JSON.stringify(tokenFile),
  d: [itemSignal({ kind: 'circle', radius: 3 }), itemSignal({ kind: 'box', width: 3, height: 3 } as MessageNode)],
};
