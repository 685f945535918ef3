const result = JSON.parse('{broken');
