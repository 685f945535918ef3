import threading
from queue import Queue

jobs = Queue()
done = []
lock = threading.Lock()


def worker():
    while True:
        job = jobs.get()
        if job is None:
            break
        with lock:
            done.append(job * 10)


threads = [threading.Thread(target=worker) for _ in range(3)]
for thread in threads:
    thread.start()
for n in range(6):
    jobs.put(n)
for _ in threads:
    jobs.put(None)
for thread in threads:
    thread.join()
result = sorted(done)
