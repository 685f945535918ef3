def area(width, height):
    return width * height

result = area(1)
