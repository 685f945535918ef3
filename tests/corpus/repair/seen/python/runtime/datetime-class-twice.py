from datetime import datetime

moment = datetime.datetime(2024, 5, 1)
result = moment.year
