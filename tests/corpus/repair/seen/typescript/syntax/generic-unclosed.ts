const counts: Map<string, number = new Map();
counts.set('a', 1);
const result = counts.get('a');
