def popcount(n):
        count = 0
    while n:
        n &= n - 1
        count += 1
    return count


flags = {"read": 1 << 0, "write": 1 << 1, "execute": 1 << 2}
mode = flags["read"] | flags["execute"]
granted = [name for name, bit in flags.items() if mode & bit]
result = {"granted": granted, "bits": [popcount(n) for n in (0, 1, 7, 255, 1023)]}
