let result = 'none';
try {
  result = 'ok';
}

result = result + '';
