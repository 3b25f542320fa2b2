/* W1 to W3 in C the fast way: arrivals come sorted, so only completions need a heap, and it holds no more than the
   processors; puts that wait for a place wait the same time each, so the first that came is the first that times out.

   While a put waits every later one waits too: those that wait are always the jobs from `oldest` to the last that
   came. Arguments, order within an instant, columns and result are those of event_heap.c. */

#include <stdint.h>
#include <stdlib.h>

enum { COMPLETED, LOST };

/* Put `time` in at `at` or above it. */
static inline void rise(int64_t *heap, int64_t at, int64_t time) {
    while (at > 0 && time < heap[(at - 1) / 2]) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = time;
}

/* Put `time` in at the top or below it. */
static inline void sink(int64_t *heap, int64_t count, int64_t time) {
    int64_t at = 0, child;
    while ((child = 2 * at + 1) < count) {
        if (child + 1 < count && heap[child + 1] < heap[child]) child++;
        if (time <= heap[child]) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = time;
}

int64_t simulate(int64_t jobs, const int64_t *gaps, const int64_t *services, int64_t processors, int64_t capacity,
                 int64_t timeout, int64_t *arrived, int64_t *started, int64_t *finished, int8_t *outcome) {
    int64_t *busy = malloc(processors * sizeof(int64_t));
    int32_t *queue = malloc(jobs * sizeof(int32_t));
    int64_t at_work = 0, head = 0, tail = 0, oldest = 0, lost = 0, now = 0;
    if (!busy || !queue) {
        free(busy), free(queue);
        return -1;
    }
    for (int64_t job = 0; job <= jobs; job++) {
        int last = job == jobs; /* nothing comes any more: let all that is there end */
        if (!last) now += gaps[job];
        for (;;) {
            int completes = at_work > 0 && (last || busy[0] <= now);
            if (!completes && last) break;
            int64_t then = completes ? busy[0] : now;
            /* What times out at this very instant does so later. */
            for (; oldest < job && arrived[oldest] + timeout < then; oldest++) {
                started[oldest] = -1, finished[oldest] = arrived[oldest] + timeout, outcome[oldest] = LOST;
                lost++;
            }
            if (!completes) break;
            int64_t next = head < tail ? queue[head++] : -1;
            if (oldest < job && (next < 0 || tail - head < capacity)) {
                if (next < 0) next = oldest++;
                else queue[tail++] = (int32_t)oldest++;
            }
            if (next < 0) {
                sink(busy, at_work - 1, busy[at_work - 1]);
                at_work--;
                continue;
            }
            started[next] = then, finished[next] = then + services[next], outcome[next] = COMPLETED;
            sink(busy, at_work, finished[next]);
        }
        if (last) break;
        arrived[job] = now;
        if (at_work < processors) {
            started[job] = now, finished[job] = now + services[job], outcome[job] = COMPLETED;
            rise(busy, at_work++, finished[job]);
        } else if (tail - head < capacity) {
            queue[tail++] = (int32_t)job;
        } else if (timeout > 0) {
            continue; /* it waits, as `oldest` tells */
        } else {
            started[job] = -1, finished[job] = now, outcome[job] = LOST;
            lost++;
        }
        oldest = job + 1;
    }
    free(busy), free(queue);
    return lost;
}
