from enum import Enum


class State(Enum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"

    def next(self):
        order = list(State)
        position = order.index(self)
        if position + 1 < len(order):
            return order[position + 1]
        return self


state = State.QUEUED
trail = [state.value]
while state != State.DONE:
    state = state.next()
    trail.append(state.value)
result = trail
