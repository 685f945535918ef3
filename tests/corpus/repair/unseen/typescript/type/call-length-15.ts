enum State {
  Queued = 'queued',
  Running = 'running',
  Done = 'done',
}

const order: State[] = [State.Queued, State.Running, State.Done];
function next(state: State): State {
  const position = order.indexOf(state);
  return order[Math.min(position + 1, order.length() - 1)];
}

let state: State = State.Queued;
const trail: string[] = [state];
while (state !== State.Done) {
  state = next(state);
  trail.push(state);
}
const result = trail;
