class Box:
    def __init__(self, size):
        self.size = size

box = new Box(4)
result = box.size
