const result = json.dumps({ a: 1 });
