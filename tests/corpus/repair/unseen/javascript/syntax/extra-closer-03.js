const orderEvent = Array.from({ length: 4 }}, (_, row) => Array.from({ length: 4 }, (_, column) => row * 8 + column));
const orderEventRows = orderEvent.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const recordSignal = (start) => {
  let value = start;
  return {
    next: () => (value += 5),
    reset() {
      value = start;
    },
  };
};
const signalAccount = recordSignal(16);
const signalAccountSeen = [signalAccount.next(), signalAccount.next()];
signalAccount.reset();

const result = {
  a: { rows: orderEventRows, corner: orderEvent[0][3] },
  b: [...signalAccountSeen, signalAccount.next()],
};
