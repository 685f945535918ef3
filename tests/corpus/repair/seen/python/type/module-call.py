import time

started = time()
result = started > 0
