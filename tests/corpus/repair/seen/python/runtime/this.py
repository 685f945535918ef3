class Box:
    def __init__(self, size):
        self.size = size

    def area(self):
        return this.size

result = Box(4).area()
