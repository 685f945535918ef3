from collections import deque

program = ["push 2", "push 3", "add", "push 4", "mul", "dup", "add"]
stack = deque()
for step in program:
    op, *args = step.split()
    if op == "push":
        stack.append(int(args[0]))
    elif op == "dup":
        stack.append(stack[-1])
    elif op in ("add", "mul"):
        right, left = stack.pop(), stack.pop()
        stack.append(left + right if op == "add" else left * right)
    else:
        raise ValueError("unknown op: " + op)
result = list(stack)
