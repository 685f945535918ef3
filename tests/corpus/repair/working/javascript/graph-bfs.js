const graph = new Map();
for (const [left, right] of inputData.edges) {
  if (!graph.has(left)) graph.set(left, []);
  if (!graph.has(right)) graph.set(right, []);
  graph.get(left).push(right);
  graph.get(right).push(left);
}

function shortest(start, goal) {
  const queue = [[start, [start]]];
  const seen = new Set([start]);
  while (queue.length > 0) {
    const [node, path] = queue.shift();
    if (node === goal) {
      return path;
    }
    for (const neighbour of graph.get(node) ?? []) {
      if (!seen.has(neighbour)) {
        seen.add(neighbour);
        queue.push([neighbour, [...path, neighbour]]);
      }
    }
  }
  return null;
}

const result = { path: shortest('a', 'e'), none: shortest('a', 'z') };
