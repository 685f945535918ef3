ages = {"ada": 36}
result = ages["bob"]
