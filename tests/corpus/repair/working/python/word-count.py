from collections import Counter

words = input_data["text"].split()
counts = Counter(words)
result = {
    "total": len(words),
    "unique": len(counts),
    "top": counts.most_common(2)[0],
}
