const result = 'abc'.upper();
