config = {"host": "localhost", "port": 80
address = config["host"] + ":" + str(config["port"])
result = address
