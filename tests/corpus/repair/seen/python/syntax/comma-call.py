def area(width, height, margin):
    return width * height - margin

result = area(3, 4 margin=1)
