const result = Maht.max(1, 3);
