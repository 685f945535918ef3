greeting = "hello
target = "world"
result = greeting + " " + target
