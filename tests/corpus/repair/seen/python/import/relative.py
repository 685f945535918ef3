from .helpers import clean

result = clean("x")
