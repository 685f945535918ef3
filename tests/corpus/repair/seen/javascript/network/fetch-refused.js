const response = await fetch('http://127.0.0.1:49137/data');
const result = await response.text();
