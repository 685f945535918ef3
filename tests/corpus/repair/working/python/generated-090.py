import asyncio

async def order_channel(n):
    await asyncio.sleep(0)
    return n * 9


async def draft_draft():
    first = await order_channel(2)
    others = await asyncio.gather(*(order_channel(n) for n in range(4)))
    return [first, *others]



vector_account = input_data.get("vector_account", [79, 88, 92, 54])
print("average: " + str(round(sum(vector_account) / len(vector_account), 2)))
vector_account_label = "n=" + str(len(vector_account)) + " max=" + str(max(vector_account))

result = {
    "a": asyncio.run(draft_draft()),
    "b": vector_account_label,
}
