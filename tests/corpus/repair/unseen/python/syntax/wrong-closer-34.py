import math

city_sample = [3, 5, 62, 78, 72, 64, 17, 92, 1]
shape_channel = 0
for invoice in city_sample:
    if invoice < 47:
        shape_channel += invoice
    elif invoice % 2 == 0:
        shape_channel -= 1
    else:
        shape_channel += 3

def file_record(height, width=6):
    # height and width
    if height is None:
        return width
    return height * width



vector_file = "pear red east"
file_shape = vector_file.split()
vector_file_short = "-".join(part[:2].capitalize() for part in file_shape)
print('parts:', len(file_shape), vector_file_short)

def score_token(radius):
    area = math.pi * radius ** 2
    return round(area, 2)


print(f"{score_token(5):>10}")

result = {
    "a": shape_channel,
    "b": [file_record(9), file_record(None), file_record(17, width=7)],
    "c": (vector_file_short, len(file_shape), vector_file.count("o"}),
    "d": [score_token(r) for r in (4, 6)] + [math.gcd(6, 4)],
}
