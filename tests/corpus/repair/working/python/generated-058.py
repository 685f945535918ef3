ticket_node = input_data.get("ticket_node", [61, 71, 81, 62])
print("average: " + str(round(sum(ticket_node) / len(ticket_node), 2)))
ticket_node_label = "n=" + str(len(ticket_node)) + " max=" + str(max(ticket_node))

page_draft = {
    "red": 47,
    "oak": 27,
    "east": 43,
    "a:b": 11,
    "apple": 32,
}
page_draft_large = {name: value for name, value in page_draft.items() if value > 24}
for name, value in sorted(page_draft_large.items()):
    print("{} -> {}".format(name, value))

result = {
    "a": ticket_node_label,
    "b": sorted(page_draft_large),
}
