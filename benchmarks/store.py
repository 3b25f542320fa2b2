"""The yardstick: W1 to W3 written by hand with SimPy's `Store`, as a SimPy user would write them.

One submitter process, a process for each processor, `put | timeout` with `cancel` where a put may wait; the draws are
made beforehand and each job leaves one list record. Returns the records: [put, admitted, started, ended].
"""

import simpy


def run_store(gaps: list[float], services: list[float], processors: int, capacity: float, timeout: float | None):
    env = simpy.Environment()
    store = simpy.Store(env, capacity=capacity)
    records: list[list[float | None]] = []

    def submitter():
        for gap, service in zip(gaps, services, strict=True):
            yield env.timeout(gap)
            record = [env.now, None, None, None]
            records.append(record)
            if timeout is None:
                yield store.put((record, service))
                record[1] = env.now
            elif timeout == 0:
                if len(store.items) < capacity:
                    yield store.put((record, service))
                    record[1] = env.now
            else:
                env.process(put_or_give_up(record, service))

    def put_or_give_up(record, service):
        put = store.put((record, service))
        yield put | env.timeout(timeout)
        if put.triggered:
            record[1] = env.now
        else:
            put.cancel()

    def processor():
        while True:
            record, service = yield store.get()
            record[2] = env.now
            yield env.timeout(service)
            record[3] = env.now

    for _ in range(processors):
        env.process(processor())
    env.process(submitter())
    env.run()
    return records
