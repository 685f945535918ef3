const result = new Array(-1);
