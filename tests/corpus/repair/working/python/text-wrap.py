import textwrap

text = "The quick brown fox jumps over the lazy dog and runs away from the angry bear."
lines = textwrap.wrap(text, width=24)
numbered = [f"{i:>2}: {line}" for i, line in enumerate(lines, start=1)]
print("\n".join(numbered))
result = {"lines": len(lines), "longest": max(len(line) for line in lines)}
