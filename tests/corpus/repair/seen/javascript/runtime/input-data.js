const result = input_data.n;
