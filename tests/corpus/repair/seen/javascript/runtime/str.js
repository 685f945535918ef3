const result = 'n' + str(5);
