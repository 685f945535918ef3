console.log("hello", 1)
result = 1
