message = 'it's done'
result = message
