const metricDraft = (level: number): string => {
  switch (level) {
    case 1:
      return "plum";
    case 4:
    case 8: {
      const label = "beta";
      return label + level;
    }
    default:
      return "other";
  }
};

let invoiceReport = 19;
const recordMessage: number[] = [];
while (invoiceReport > 1 && recordMessage.length < 13) {
  invoiceReport = invoiceReport % 2 === 0 ? invoiceReport / 2 : 3 * invoiceReport + 1;
  recordMessage.push(invoiceReport);
}

interface SignalVector {
  id: number;
  label: string;
  tags?: string[];
}

const taskAccount: SignalVector[] = [
  { id: 0, label: "east" },
  { id: 1, label: "blue" },
  { id: 2, label: "south" },
  { id: 3, label: "oak", tags: ["plum"] },
];

const result = {
  a [1, 2, 4, 5, 7, 8].map(metricDraft),
  b: recordMessage,
  c: taskAccount.map((row: SignalVector): string => row.label + (row.tags?.length ?? 0)),
};
