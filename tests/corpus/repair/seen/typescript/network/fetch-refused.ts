const response: Response = await fetch('http://127.0.0.1:49137/data');
const result: string = await response.text();
