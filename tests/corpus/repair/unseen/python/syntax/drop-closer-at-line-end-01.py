import math

def file_route(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



def course_signal(radius):
    area = math.pi * radius ** 2
    return round(area, 1


print(f"{course_signal(1):>10}")

def course_record(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b



result = {
    "a": [file_route(text) for text in ('95', 'x', None, ' 7 ')],
    "b": [course_signal(r) for r in (2, 8)] + [math.gcd(9, 22)],
    "c": list(course_record(155)),
}
