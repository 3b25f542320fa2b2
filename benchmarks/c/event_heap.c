/* W1 to W3 in C the usual way: one heap of events holds the next arrival, the completions and the puts' timeouts.

   Times are nanoseconds. A put finds an idle processor, or a waiting place, or waits for a place up to `timeout`; if
   that is 0 it is lost at once. Within an instant: completions, arrivals, timeouts. Four columns are written for each
   job; `started` is -1 for one that is lost, `finished` is then the instant of the loss. Returns how many are lost,
   or -1 if there is not enough memory. */

#include <stdint.h>
#include <stdlib.h>

enum { FINISH, ARRIVAL, TIMEOUT };
enum { COMPLETED, LOST, BLOCKED };

typedef struct {
    int64_t time;
    int32_t kind;
    int32_t job;
} Event;

typedef struct {
    Event *events;
    int64_t count;
} Heap;

static inline int before(Event a, Event b) {
    if (a.time != b.time) return a.time < b.time;
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.job < b.job;
}

static inline void push(Heap *heap, int64_t time, int32_t kind, int64_t job) {
    Event event = {time, kind, (int32_t)job};
    int64_t at = heap->count++;
    while (at > 0 && before(event, heap->events[(at - 1) / 2])) {
        heap->events[at] = heap->events[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->events[at] = event;
}

static inline Event pop(Heap *heap) {
    Event first = heap->events[0], last = heap->events[--heap->count];
    int64_t at = 0, child;
    while ((child = 2 * at + 1) < heap->count) {
        if (child + 1 < heap->count && before(heap->events[child + 1], heap->events[child])) child++;
        if (!before(heap->events[child], last)) break;
        heap->events[at] = heap->events[child];
        at = child;
    }
    heap->events[at] = last;
    return first;
}

int64_t simulate(int64_t jobs, const int64_t *gaps, const int64_t *services, int64_t processors, int64_t capacity,
                 int64_t timeout, int64_t *arrived, int64_t *started, int64_t *finished, int8_t *outcome) {
    /* A timeout may outlive its put: at worst all are in the heap at once. */
    Heap heap = {malloc((jobs + processors + 1) * sizeof(Event)), 0};
    int32_t *queue = malloc(jobs * sizeof(int32_t)), *puts = malloc(jobs * sizeof(int32_t));
    int64_t queue_head = 0, queue_tail = 0, puts_head = 0, puts_tail = 0, idle = processors, lost = 0;
    if (!heap.events || !queue || !puts) {
        free(heap.events), free(queue), free(puts);
        return -1;
    }
    if (jobs > 0) push(&heap, gaps[0], ARRIVAL, 0);
    while (heap.count > 0) {
        Event event = pop(&heap);
        int64_t now = event.time, job = event.job, next = -1;
        if (event.kind == FINISH) {
            outcome[job] = COMPLETED;
            idle++;
            if (queue_head < queue_tail) next = queue[queue_head++];
            while (puts_head < puts_tail && outcome[puts[puts_head]] == LOST) puts_head++;
            if (puts_head < puts_tail && (next < 0 || queue_tail - queue_head < capacity)) {
                int32_t put = puts[puts_head++];
                outcome[put] = COMPLETED; /* it will be */
                if (next < 0) next = put;
                else queue[queue_tail++] = put;
            }
        } else if (event.kind == ARRIVAL) {
            arrived[job] = now;
            if (job + 1 < jobs) push(&heap, now + gaps[job + 1], ARRIVAL, job + 1);
            if (idle > 0) next = job;
            else if (queue_tail - queue_head < capacity) queue[queue_tail++] = (int32_t)job;
            else if (timeout > 0) {
                outcome[job] = BLOCKED;
                puts[puts_tail++] = (int32_t)job;
                push(&heap, now + timeout, TIMEOUT, job);
            } else {
                started[job] = -1, finished[job] = now, outcome[job] = LOST;
                lost++;
            }
        } else if (outcome[job] == BLOCKED) {
            started[job] = -1, finished[job] = now, outcome[job] = LOST;
            lost++;
        }
        if (next >= 0) {
            idle--;
            started[next] = now, finished[next] = now + services[next];
            push(&heap, finished[next], FINISH, next);
        }
    }
    free(heap.events), free(queue), free(puts);
    return lost;
}
