import requestz_of_nowhere

result = requestz_of_nowhere.get("http://localhost").status_code
