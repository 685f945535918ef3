name = “ada”
result = ‘hello ’ + name
