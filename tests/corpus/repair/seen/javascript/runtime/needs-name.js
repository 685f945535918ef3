const result = needs.count.n;
