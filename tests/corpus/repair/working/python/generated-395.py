import asyncio

item_account = {
    "east": 44,
    "plum": 46,
    "south": 21,
    "a:b": 17,
}
item_account_large = {name: count for name, count in item_account.items() if count > 6}
for name, count in sorted(item_account_large.items()):
    print("{} -> {}".format(name, count))

async def order_event(n):
    await asyncio.sleep(0)
    return n * 7


async def message_draft():
    first = await order_event(6)
    others = await asyncio.gather(*(order_event(n) for n in range(3)))
    return [first, *others]



invoice_sample = [73, 75, 9, 87, 56]
token_file = 0
for account in invoice_sample:
    if account < 55:
        token_file += account
    elif account % 2 == 0:
        token_file -= 1
    else:
        token_file += 6

result = {
    "a": sorted(item_account_large),
    "b": asyncio.run(message_draft()),
    "c": token_file,
}
