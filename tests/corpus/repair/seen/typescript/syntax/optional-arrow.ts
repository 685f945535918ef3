const result: number[] = [1, 2].map((n: number) -> n + 1);
