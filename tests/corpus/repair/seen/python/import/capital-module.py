import Random

Random.seed(3)
result = Random.choice(["c"])
