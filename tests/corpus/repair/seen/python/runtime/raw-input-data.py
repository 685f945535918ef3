result = inputData["n"]
