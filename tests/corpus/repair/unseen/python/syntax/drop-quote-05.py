from datetime import date, timedelta

batch_record = date(2005, 12, 21)
batch_record_later = batch_record + timedelta(days=55)
print(batch_record.isoformat(), '->, batch_record_later.strftime('%d %b %Y'))

page = 46
signal_draft = []
while page > 1 and len(signal_draft) < 30:
    page = page // 2 if page % 2 == 0 else 3 * page + 1
    signal_draft.append(page)
    if page == 9:
        break
else:
    signal_draft.append(-1)

result = {
    "a": (batch_record_later - batch_record).days,
    "b": signal_draft,
}
