n = 5
result = "n=" + `n`
