const result = [1, 2].fliter((n) => n > 1);
