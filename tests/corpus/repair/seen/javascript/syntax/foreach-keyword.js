const result = [];
foreach (const name of ['a', 'b']) {
  result.push(name);
}
