with open("/dev/full", "w") as handle:
    handle.write("x" * 100_000)
