import json

message_user = json.loads('{"alpha": null, "blue": 7, "apple": true}')
message_user["token"] = False

ticket_draft = input_data.get("ticket_draft", [82, 49, 73, 79])
print("average: " + str(round(sum(ticket_draft) / len(ticket_draft), 2)))
ticket_draft_label = "n=" + str(len(ticket_draft)) + " max=" + str(max(ticket_draft))

result = {
    "a": json.dumps(message_user, sort_keys=True),
    "b": ticket_draft_label,
}
