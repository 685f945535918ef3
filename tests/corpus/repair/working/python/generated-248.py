import asyncio

def account_channel(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
    finally:
        print('tried', text)



async def task_route(n):
    await asyncio.sleep(0)
    return n * 6


async def batch_course():
    first = await task_route(5)
    others = await asyncio.gather(*(task_route(n) for n in range(3)))
    return [first, *others]



channel_signal = {
    "// note": 32,
    "north": 13,
    "plum": 6,
    "east": 28,
    "{k}": 10,
}
channel_signal_large = {word: count for word, count in channel_signal.items() if count > 9}
for word, count in sorted(channel_signal_large.items()):
    print("{} -> {}".format(word, count))

result = {
    "a": [account_channel(text) for text in ('55', 'x', None, ' 9 ')],
    "b": asyncio.run(batch_course()),
    "c": sorted(channel_signal_large),
}
