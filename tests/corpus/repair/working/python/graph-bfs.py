from collections import deque

graph = {}
for left, right in input_data["edges"]:
    graph.setdefault(left, []).append(right)
    graph.setdefault(right, []).append(left)


def shortest(start, goal):
    queue = deque([(start, [start])])
    seen = {start}
    while queue:
        node, path = queue.popleft()
        if node == goal:
            return path
        for neighbour in graph.get(node, []):
            if neighbour not in seen:
                seen.add(neighbour)
                queue.append((neighbour, path + [neighbour]))
    return None


result = {"path": shortest("a", "e"), "none": shortest("a", "z")}
