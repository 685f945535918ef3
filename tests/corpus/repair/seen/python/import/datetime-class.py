moment = datetime.strptime("2024-01-31", "%Y-%m-%d")
result = moment.year
