from datetime import date, timedelta

city_message = date(2022, 6, 25)
city_message_later = city_message + timedelta(days=277)
print(city_message.isoformat(), '->', city_message_later.strftime('%d %b %Y'))

invoice_draft = "gamma red blue south"
event_score = invoice_draft.split()
invoice_draft_short = "-".join(part[:2].upper() for part in event_score)
print('parts:', len(event_score), invoice_draft_short)

result = {
    "a": (city_message_later - city_message).days,
    "b": (invoice_draft_short, len(event_score), invoice_draft.count("a")),
}
