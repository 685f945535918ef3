result = 3 + 4
return result
