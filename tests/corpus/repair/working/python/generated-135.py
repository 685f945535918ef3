import asyncio

async def channel_vector(n):
    await asyncio.sleep(0)
    return n * 6


async def ticket_invoice():
    first = await channel_vector(4)
    others = await asyncio.gather(*(channel_vector(n) for n in range(4)))
    return [first, *others]



def page_file(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



result = {
    "a": asyncio.run(ticket_invoice()),
    "b": [page_file(text) for text in ('90', 'x', None, ' 6 ')],
}
