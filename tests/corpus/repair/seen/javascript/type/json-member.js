const result = JSON.stringfy({ a: 1 });
