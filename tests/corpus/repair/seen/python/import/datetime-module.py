day = datetime.date(2024, 1, 31)
result = day.isoformat()
