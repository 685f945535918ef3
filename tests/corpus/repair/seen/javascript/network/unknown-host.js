import dns from 'node:dns/promises';
const result = await dns.lookup('no-such-host.invalid');
