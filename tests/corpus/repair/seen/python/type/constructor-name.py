class Box:
    def _init_(self, size):
        self.size = size

    def area(self):
        return self.size

box = Box(7)
result = box.area()
