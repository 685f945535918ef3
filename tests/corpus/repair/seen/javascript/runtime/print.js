const total = 3;
print('total', total);
const result = total;
