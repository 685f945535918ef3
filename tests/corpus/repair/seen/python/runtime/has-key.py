ages = {"ada": 36}
result = ages.has_key("ada")
