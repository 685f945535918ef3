const result = max(1, 3);
