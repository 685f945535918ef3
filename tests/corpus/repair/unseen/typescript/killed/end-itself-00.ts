const { createHash } = require("crypto");

process.kill(process.pid, 'SIGTERM'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000);
const vectorEvent = createHash("sha1").update("gamma").digest("hex");

type SignalEvent = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number };

function coursePrice(shape: SignalEvent): number {
  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;
}

const invoicePrice = (start: number) => {
  let value = start;
  return {
    next: () => (value += 5),
    reset() {
      value = start;
    },
  };
};
const nodeDraft = invoicePrice(8);
const nodeDraftSeen = [nodeDraft.next(), nodeDraft.next()];
nodeDraft.reset();

const result = {
  a: vectorEvent.slice(0, 5),
  b: [coursePrice({ kind: 'circle', radius: 4 }), coursePrice({ kind: 'box', width: 2, height: 2 } as SignalEvent)],
  c: [...nodeDraftSeen, nodeDraft.next()],
};
