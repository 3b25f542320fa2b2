# by_hand.py
import asyncio
import random
import time


async def client(queue, lost):
    for _ in range(25):
        await asyncio.sleep(random.expovariate(1 / 0.08))
        due = time.monotonic()
        try:
            await asyncio.wait_for(queue.put(due), timeout=0.1)
        except TimeoutError:
            lost.append(due)


async def worker(queue, responses):
    while True:
        due = await queue.get()
        await asyncio.sleep(random.expovariate(1 / 0.05))
        responses.append(time.monotonic() - due)
        queue.task_done()


async def main():
    queue, lost, responses = asyncio.Queue(maxsize=5), [], []
    workers = [asyncio.create_task(worker(queue, responses)) for _ in range(2)]
    await asyncio.gather(*(client(queue, lost) for _ in range(4)))
    await queue.join()
    for task in workers:
        task.cancel()
    print(f"{len(responses)} done, {len(lost)} lost, mean response {sum(responses) / len(responses):.3f} s")


asyncio.run(main())
