folder = "/srv"
result = os.path.join(folder, "data.txt")
