interface ListNode<T> {
  value: T;
  next: ListNode<T> | null;
}

function fromArray<T>(values: T[]): ListNode<T> | null {
  let head: ListNode<T> | null = null;
  for (let i = values.length - 1; i >= 0; i--) {
    head = { value: values[i], next: head };
  }
  return head;
}

function reverse<T>(list: ListNode<T> | null): ListNode<T> | null {
  let previous: ListNode<T> | null = null;
  let current = list;
  while (current !== null) {
    const next = current.next;
    current.next = previous;
    previous = current;
    current = next;
  }
  return previous;
}

const out: number[] = [];
for (let node = reverse(fromArray([1, 2, 3])); node; node = node.next) {
  out.push(node.value);
}
const result = out;
