from contextlib import contextmanager

events = []


@contextmanager
def span(name):
    events.append("enter " + name)
    try:
        yield name.upper()
    finally:
        events.append("exit " + name)


with span("outer") as outer:
    with span("inner") as inner:
        events.append(outer + "/" + inner)
result = events
