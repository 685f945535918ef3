import urllib.request

with urllib.request.urlopen("http://127.0.0.1:9/data") as response:
    result = response.read().decode()
