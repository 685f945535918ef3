a = 1
this is ( not code at ] all
result = a
