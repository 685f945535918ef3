const result: number = computeEverything(1, 2);
