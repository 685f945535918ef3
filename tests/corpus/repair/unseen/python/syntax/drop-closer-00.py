names = ["Ada", "Linus", "Grace", "Alan"
scores = [91, 78, 99, 85]
ranking = sorted(zip(names, scores), key=lambda pair: pair[1], reverse=True)
table = []
for place, (name, score) in enumerate(ranking, 1):
    table.append(str(place) + ". " + name + " (" + str(score) + ")")
result = table
