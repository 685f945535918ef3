let result = 'none';
try {
  JSON.parse('{');
} except (error) {
  result = 'caught';
}
