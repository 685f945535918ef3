const digest = crypto.createHash('sha256').update('foo').digest('hex');
const result = digest.slice(0, 8);
