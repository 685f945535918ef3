import asyncio

async def task_page(n):
    await asyncio.sleep(0)
    return n * 7


async def score_signal():
    first = await task_page(1)
    others = await asyncio.gather(*(task_page(n) for n in range(2)))
    return [first, *others]



def ticket_user(left, second=8):
    """Works on left and second."""
    if left is None:
        return second
    return left * second



user_invoice = input_data.get("user_invoice", [56, 8, 20, 48])
print("average: " + str(round(sum(user_invoice) / len(user_invoice), 2)))
user_invoice_label = "n=" + str(len(user_invoice)) + " max=" + str(max(user_invoice)

result = {
    "a": asyncio.run(score_signal()),
    "b": [ticket_user(45), ticket_user(None), ticket_user(19, second=4)],
    "c": user_invoice_label,
}
