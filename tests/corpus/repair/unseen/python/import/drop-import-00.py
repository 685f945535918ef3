import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "numbers.txt")
with open(path, "w") as handle:
    for n in range(5):
        handle.write(str(n * n) + "\n")

with open(path) as handle:
    values = [int(line) for line in handle]
os.remove(path)
os.rmdir(folder)
result = {"sum": sum(values), "gone": not os.path.exists(path)}
