rows = input_data["rows"]
widths = [max(len(str(row[i])) for row in rows) for i in range(2)]


def render(row):
    cells = []
    for i, cell in enumerate(row):
        cells.append(str(cell).ljust(widths[i]))
    return "| " + " | ".join(cells) + " |"


table = [render(row) for row in rows]
table.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
result = "\n".join(table)
