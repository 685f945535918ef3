import datetime

result = datetime.now().year > 2000
