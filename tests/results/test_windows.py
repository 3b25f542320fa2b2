"""Windows of time, worked out by hand: which one an instant lies in, and how much of a stay."""

import numpy as np

from jobsim.results.cut import BATCHES, PARTS, Cut, cut
from jobsim.results.folding.windows import Windows
from jobsim.results.window import Window

# A warm-up until 7, batches of 100 parts of 3 ns from then on.
LATER = Windows(7, Cut(7, 3))


def test_batches_lie_side_by_side_and_end_before_what_is_left() -> None:
    found = Cut(7, 3)
    assert found.window == Window(7, 7 + 20 * 300)
    assert found.windows[:2] == [Window(7, 307), Window(307, 607)]
    assert len(found.windows) == BATCHES
    assert found.windows[-1].end == found.window.end


def test_a_nanosecond_for_each_part_is_the_least() -> None:
    import jobsim

    text = "submitters: {{a: {{cadence: 1us}}}}\nprocessors: {{w: {{}}}}\nuntil: {}ns\nwarmup: 10ns"
    assert cut(jobsim.loads(text.format(10 + BATCHES * PARTS)), 10) == Cut(10, 1)
    assert cut(jobsim.loads(text.format(9 + BATCHES * PARTS)), 10) is None


def test_each_instant_has_its_window() -> None:
    instants = [0, 6, 7, 306, 307, 6006, 6007, 10**18]
    assert [LATER.at(instant) for instant in instants] == [0, 0, 1, 1, 2, 20, 21, 21]
    assert LATER.of(np.array(instants)).tolist() == [0, 0, 1, 1, 2, 20, 21, 21]
    assert (len(LATER), LATER.measured, LATER.batches) == (22, range(1, 22), range(1, 21))


def test_without_a_warm_up_nothing_lies_before() -> None:
    whole = Windows(0)
    assert (whole.at(0), whole.at(10**18), len(whole)) == (1, 1, 2)
    assert (whole.measured, len(whole.batches)) == (range(1, 2), 0)


def test_a_stay_has_a_share_in_each_window_that_it_reaches_into() -> None:
    starts, ends = np.array([5, 100, 400]), np.array([320, 150, 400])
    assert [(at, time.tolist()) for at, time in LATER.shares(starts, ends)] == [
        (0, [2, 0, 0]),
        (1, [300, 50, 0]),
        (2, [13, 0, 0]),
    ]
    assert list(LATER.shares(starts[:0], ends[:0])) == []
    lengths = LATER.lengths(starts, ends)
    assert lengths.sum(axis=1).tolist() == [315, 50, 0]
    assert lengths[0, :4].tolist() == [2, 300, 13, 0]
