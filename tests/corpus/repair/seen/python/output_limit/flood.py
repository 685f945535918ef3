while True:
    print("all work and no play makes a very long line of output indeed")
