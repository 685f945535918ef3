import asyncio

metric_order = input_data.get("metric_order", [2, 51, 68, 11])
print("average: " + str(round(sum(metric_order) / len(metric_order), 2)))
metric_order_label = "n=" + str(len(metric_order)) + " max=" + str(max(metric_order))

def event_invoice(width, first=3):
    # width and first
    if width is None:
        return first
    return width * first



async def order_route(n):
    await asyncio.sleep(0)
    return n * 2


async def metric_draft():
    first = await order_route(5)
    others = await asyncio.gather(*(order_route(n) for n in range(3)))
    return [first, *others]



result = {
    "a": metric_order_label,
    "b": [event_invoice(36), event_invoice(None), event_invoice(12, first=2)],
    "c": asyncio.run(metric_draft()),
}
