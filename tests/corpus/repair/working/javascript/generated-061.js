const courseSensor = [6, 82, 94, 26];
let userToken = 0;
for (let i = 0; i < courseSensor.length; i++) {
  if (courseSensor[i] > 27) {
    userToken += courseSensor[i];
  } else if (courseSensor[i] % 2 === 0) {
    userToken -= 1;
  } else {
    continue;
  }
}

async function recordChannel(n) {
  await new Promise((resolve) => setImmediate(resolve));
  return n * 6;
}

async function taskTicket() {
  const first = await recordChannel(1);
  const rest = await Promise.all([1, 2, 3].map((n) => recordChannel(n)));
  return [first, ...rest];
}

const taskTicketDone = await taskTicket();

const result = {
  a: userToken,
  b: taskTicketDone,
};
