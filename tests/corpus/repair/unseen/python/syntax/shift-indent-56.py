sensor_draft = input_data.get("sensor_draft", [43, 83, 84, 76])
print("average: " + str(round(sum(sensor_draft) / len(sensor_draft), 2)))
sensor_draft_label = "n=" + str(len(sensor_draft)) + " max=" + str(max(sensor_draft))

account = 37
ticket_draft = []
while account > 1 and len(ticket_draft) < 14:
    account = account // 2 if account % 2 == 0 else 3 * account + 1
    ticket_draft.append(account)
    if account == 15:
        break
    else:
    ticket_draft.append(-1)

result = {
    "a": sensor_draft_label,
    "b": ticket_draft,
}
