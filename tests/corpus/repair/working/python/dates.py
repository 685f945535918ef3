from datetime import date, timedelta

start = date(2024, 1, 29)
days = [start + timedelta(days=i) for i in range(5)]
weekdays = [d.strftime("%a") for d in days if d.weekday() < 5]
result = {"first": days[0].isoformat(), "last": days[-1].isoformat(), "weekdays": weekdays}
