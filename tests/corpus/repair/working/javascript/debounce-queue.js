const queue = [];
function enqueue(task, priority) {
  queue.push({ task, priority });
  queue.sort((a, b) => b.priority - a.priority);
}

enqueue('write', 1);
enqueue('read', 5);
enqueue('scan', 3);
const order = [];
while (queue.length) {
  const { task, priority } = queue.shift();
  order.push(task + ':' + priority);
}
const result = order;
