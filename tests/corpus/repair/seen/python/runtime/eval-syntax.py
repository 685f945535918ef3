result = eval("1 +")
