import itertools

cards = ["J", "Q", "K"]
pairs = list(itertools.combinations(cards, 2))
products = ["".join(p) for p in itertools.product("ab", repeat=2)]
chunks = [list(g) for _, g in itertools.groupby([1, 1, 2, 3, 3, 3])]
result = {"pairs": len(pairs), "products": products, "chunks": chunks}
