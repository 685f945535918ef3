const result = computeEverything(1, 2);
