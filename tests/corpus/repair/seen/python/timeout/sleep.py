import time

time.sleep(60)
result = 1
