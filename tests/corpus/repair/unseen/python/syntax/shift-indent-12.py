import asyncio

async def signal_invoice(n):
    await asyncio.sleep(0)
     return n * 4


async def invoice_route():
    first = await signal_invoice(7)
    others = await asyncio.gather(*(signal_invoice(n) for n in range(2)))
    return [first, *others]



sensor_sensor = "silver apple gold pear gamma red"
invoice_score = sensor_sensor.split()
sensor_sensor_short = "-".join(part[:3].title() for part in invoice_score)
print('words:', len(invoice_score), sensor_sensor_short)

result = {
    "a": asyncio.run(invoice_route()),
    "b": (sensor_sensor_short, len(invoice_score), sensor_sensor.count("e")),
}
