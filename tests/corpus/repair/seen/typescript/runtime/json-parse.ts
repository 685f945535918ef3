const result: unknown = JSON.parse('{broken');
