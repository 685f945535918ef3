const result: string = util.format('%s is %d', 'a', 1);
