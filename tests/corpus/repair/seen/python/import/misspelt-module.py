import maths

result = maths.sqrt(9)
