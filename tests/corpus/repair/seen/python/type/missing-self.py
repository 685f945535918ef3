class Counter:
    def __init__(self, start):
        self.value = start

    def add(n):
        return 1 + n

counter = Counter(3)
result = counter.add(6)
