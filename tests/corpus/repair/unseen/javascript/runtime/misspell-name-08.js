const steps = [];
const load = (name) =>
  new Promise((resolve, reject) => {
    setImmediate(() => (name === 'bad' ? reject(new Error('cannot load ' + naame)) : resolve(name.length)));
  });

const total = await load('alpha')
  .then((n) => {
    steps.push('alpha');
    return n;
  })
  .then((n) => load('be').then((m) => n + m));

await load('bad').catch((error) => {
  steps.push(error.message);
});
const result = { total, steps };
