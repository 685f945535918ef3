import hashlib

previous = ""
chain = []
for payload in ["genesis", "first", "second"]:
    digest = hashlib.sha256((previous + payload).encode("utf-8")).hexdigest()
    chain.apppend({"payload": payload, "digest": digest[:12], "previous": previous[:12]})
    previous = digest
result = chain
