import random

random.seed(42)
rolls = [random.randint(1, 6) for _ in range(100)]
counts = {face: rolls.count(face) for face in range(1, 7)}
result = {"rolls": len(rolls), "all_faces": all(counts[f] > 0 for f in counts)}
