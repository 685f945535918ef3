const program = ['push 2', 'push 3', 'add', 'push 4', 'mul', 'dup', 'add'];
const stack = [];
for (const step of program) {
  const [op, ...args] = step.split(' ');
  switch (op) {
    case 'push':
      stack.push(Number(args[0]));
      break;
    case 'dup':
      stack.push(stack[stack.length - 1]);
      break;
    case 'add':
    case 'mul': {
      const right = stack.pop();
      const left = stack.pop();
      stack.push(op === 'add' ? left + right : left * right);
      break;
    }
    default:
      throw new Error('unknown op: ' + op);
  }
}
const result = stack;
