result = "year " + input_data["year"]
