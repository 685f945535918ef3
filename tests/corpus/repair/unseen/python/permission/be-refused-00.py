event_task = "red apple south omega gold"
import os; os.mkdir('folder'); os.link('folder', 'second')
order_page = event_task.split()
event_task_short = "-".join(part[:1].title() for part in order_page)
print('parts:', len(order_page), event_task_short)

ticket_signal = input_data.get("ticket_signal", [38, 96, 45, 23])
print("average: " + str(round(sum(ticket_signal) / len(ticket_signal), 2)))
ticket_signal_label = "n=" + str(len(ticket_signal)) + " max=" + str(max(ticket_signal))

result = {
    "a": (event_task_short, len(order_page), event_task.count("u")),
    "b": ticket_signal_label,
}
