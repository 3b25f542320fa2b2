"""The story of a run, line by line."""

import re
from collections.abc import Callable

import jobsim
from jobsim.engines.drawn import payloads
from jobsim.model.event import Event, What
from jobsim.report.story import SENTENCES, Story
from tests.results.test_attempts import BREAKING, GIVEN_UP
from tests.results.test_metrics import SCENARIO


def test_the_story_is_told_in_order_with_times() -> None:
    lines: list[str] = []
    scenario = jobsim.loads(SCENARIO, overrides=["submitters.a.value=100", "submitters.a.jobs=4"])
    jobsim.run(scenario, listener=Story(payloads(scenario), lines.append))
    assert [re.sub(" +", " ", line).strip() for line in lines] == [
        "0.000000 s a-1 puts 100 (job 1)",
        "0.000000 s w-1 takes 100 (job 1 of a-1)",
        "1.000000 s a-1 puts 100 (job 2)",
        "1.000000 s the queue takes in 100 (job 2 of a-1)",
        "2.000000 s a-1 puts 100 (job 3)",
        "2.000000 s a-1 waits for a place with 100 (job 3)",
        "3.000000 s a-1 puts 100 (job 4)",
        "3.000000 s a-1 waits for a place with 100 (job 4)",
        "4.000000 s w-1 reports 100 (job 1 of a-1) done",
        "4.000000 s w-1 takes 100 (job 2 of a-1)",
        "4.000000 s the queue takes in 100 (job 3 of a-1)",
        "5.500000 s a-1 drops 100 (job 4): no place in time",
        "8.000000 s w-1 reports 100 (job 2 of a-1) done",
        "8.000000 s w-1 takes 100 (job 3 of a-1)",
        "12.000000 s w-1 reports 100 (job 3 of a-1) done",
    ]


def test_jobs_without_a_value_go_by_their_number() -> None:
    lines: list[str] = []
    scenario = jobsim.loads(SCENARIO, overrides=["submitters.a.jobs=1"])
    jobsim.run(scenario, listener=Story(payloads(scenario), lines.append))
    assert [line.split("s  ", 1)[1] for line in lines] == [
        "a-1 puts job 1",
        "w-1 takes job 1 of a-1",
        "w-1 reports job 1 of a-1 done",
    ]


def test_listening_changes_nothing(run_text: Callable[..., jobsim.Result]) -> None:
    events: list[Event] = []
    assert run_text(SCENARIO, listener=events.append).jobs.equals(run_text(SCENARIO).jobs)
    assert [event.time for event in events] == sorted(event.time for event in events)
    assert sum(event.what == "completed" for event in events) == 3


def test_what_a_queue_loses_is_told() -> None:
    def told(queue: str) -> list[str]:
        lines: list[str] = []
        submitters = "submitters: {a: {cadence: 1s, pacing: fixed, jobs: 3}}"
        text = f"queue: {{{queue}}}\n{submitters}\nprocessors: {{w: {{service: 9s}}}}"
        scenario = jobsim.loads(text)
        jobsim.run(scenario, listener=Story(payloads(scenario), lines.append))
        return [re.sub(" +", " ", line).strip() for line in lines]

    assert "2.000000 s the queue refuses job 3 of a-1: no place" in told("capacity: 1, overflow: reject")
    pushed = told("capacity: 1, overflow: drop_oldest")
    at = pushed.index("2.000000 s the queue pushes out job 2 of a-1 for a newer one")
    assert pushed[at + 1] == "2.000000 s the queue takes in job 3 of a-1"
    assert "1.500000 s job 2 of a-1 expires in the queue" in told("expire: 500ms")


def told(text: str) -> list[str]:
    lines: list[str] = []
    scenario = jobsim.loads(text)
    jobsim.run(scenario, listener=Story(payloads(scenario), lines.append))
    return [re.sub(" +", " ", line).strip() for line in lines]


def test_giving_up_is_told() -> None:
    assert told(GIVEN_UP)[2:] == [
        "1.000000 s a-1 puts job 2",
        "1.000000 s the queue takes in job 2 of a-1",
        "2.000000 s w-1 reports job 1 of a-1 done",
        "2.000000 s w-1 takes job 2 of a-1",
        "3.500000 s a-1 gives up waiting for job 2",
        "4.000000 s w-1 reports job 2 of a-1 done; nobody waits for it any more",
    ]


def test_breakdowns_are_told() -> None:
    assert told(BREAKING)[2:] == [
        "2.000000 s w-1 breaks down",
        "2.000000 s w-1 is interrupted at job 1 of a-1",
        "3.000000 s w-1 is repaired",
        "4.000000 s w-1 reports job 1 of a-1 done",
    ]
    lost = told(BREAKING.replace("repair: 1s", "repair: 1s, job: lose"))
    assert lost[2:] == ["2.000000 s w-1 breaks down", "2.000000 s w-1 loses job 1 of a-1"]


def test_shifts_are_told() -> None:
    shift = "schedule: [{at: 1s, count: 1}, {at: 3s, count: 2}], on_shrink: requeue"
    text = f"submitters: {{a: {{cadence: 0s, jobs: 2}}}}\nprocessors: {{w: {{count: 2, service: 4s, {shift}}}}}"
    assert told(text)[4:] == [
        "1.000000 s w-2 hands back job 2 of a-1",
        "1.000000 s w-2 goes",
        "1.000000 s job 2 of a-1 comes back to the queue",
        "1.000000 s the queue takes in job 2 of a-1",
        "3.000000 s w-2 comes to work",
        "3.000000 s w-2 takes job 2 of a-1",
        "4.000000 s w-1 reports job 1 of a-1 done",
        "7.000000 s w-2 reports job 2 of a-1 done",
    ]


def test_a_broken_processor_hands_back_at_the_end_of_its_shift() -> None:
    shift = "schedule: [{at: 3s, count: 0}, {at: 6s, count: 1}], on_shrink: requeue"
    text = BREAKING.replace("service: 3s", f"service: 3s, {shift}").replace("repair: 1s", "repair: 2s")
    assert told(text)[2:9] == [
        "2.000000 s w-1 breaks down",
        "2.000000 s w-1 is interrupted at job 1 of a-1",
        "3.000000 s w-1 hands back job 1 of a-1",
        "3.000000 s job 1 of a-1 comes back to the queue",
        "3.000000 s the queue takes in job 1 of a-1",
        "6.000000 s w-1 comes to work",
        "6.000000 s w-1 takes job 1 of a-1",
    ]


def test_what_a_processor_waits_for_is_told() -> None:
    submitters = "submitters: {a: {cadence: 0s, jobs: 2}}"
    assert told(f"{submitters}\nprocessors: {{w: {{count: 2, service: 4s, slots: {{shared: db, slots: 1}}}}}}")[3:] == [
        "0.000000 s w-2 takes job 2 of a-1",
        "0.000000 s w-2 waits for db with job 2 of a-1",
        "4.000000 s w-1 reports job 1 of a-1 done",
        "4.000000 s w-2 goes on with job 2 of a-1",
        "8.000000 s w-2 reports job 2 of a-1 done",
    ]
    limited = told(f"{submitters}\nprocessors: {{w: {{count: 2, limit: 1/s}}}}")
    assert "0.000000 s w-2 waits for w's limit with job 2 of a-1" in limited
    assert "1.000000 s w-2 goes on with job 2 of a-1" in limited


def test_failures_are_told() -> None:
    text = """
    queue: {redelivery: {attempts: 2, delay: 1s}}
    submitters: {a: {cadence: 1s, jobs: 1}}
    processors: {w: {service: 3s, time_limit: 2s}, x: {service: 1s, failure: 100%}}
    """
    assert told(text)[1:] == [
        "0.000000 s w-1 takes job 1 of a-1",
        "2.000000 s w-1 stops job 1 of a-1: it takes too long",
        "3.000000 s job 1 of a-1 comes back to the queue",
        "3.000000 s x-1 takes job 1 of a-1",
        "4.000000 s x-1 fails at job 1 of a-1",
    ]


def test_there_is_a_sentence_for_everything() -> None:
    assert set(SENTENCES) == set(What)
