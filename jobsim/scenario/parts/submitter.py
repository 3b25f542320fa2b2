"""Who submits: when its jobs come, what they are, and how long it waits for a place."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, PlainSerializer, Tag, model_validator

from jobsim.scenario.distributions import Constant
from jobsim.scenario.parts.arrivals import MOST_PHASES, Bursts, Phase, Spacing, SpacingName, Trace
from jobsim.scenario.parts.retry import Retries
from jobsim.scenario.values.delay import Delay
from jobsim.scenario.values.fields import Duration, Strict, Value, refusal
from jobsim.scenario.values.whole_numbers import DrawnValue, EmpiricalValue, Number
from jobsim.scenario.values.word import Word

MOST_ACTORS = 100_000
"""Submitters, or processors, of one name."""
MOST_JOBS = 1_000_000_000

AT_ONCE = Constant(distribution="constant", value=0)


class Pacing(Word):
    """When a submitter's next put is due."""

    AFTER_PUT = "after_put", "A cadence after the put before ended: the coroutine that puts, then sleeps."
    AFTER_RESPONSE = "after_response", "A cadence after the job before ended: the user who waits for the answer."
    FIXED = "fixed", "On schedule, however long earlier puts wait: the outside world, which does not care."


def _pacing(given: dict[str, Any]) -> Pacing:
    """Phases and recordings are schedules; a cadence is what a coroutine keeps."""
    return Pacing.FIXED if given.get("phases") or given.get("trace") else Pacing.AFTER_PUT


class Submitter(Strict):
    """Who puts jobs, how often, and how long a put waits for a place."""

    cadence: Delay | None = Field(
        default=None,
        description="The time between puts; the first is put at start, but for a distribution, which draws that gap, "
        "too. A submitter has exactly one of cadence, phases and trace.",
        examples=["2s", {"distribution": "exponential", "mean": "500ms"}],
    )
    phases: Annotated[list[Phase], Field(min_length=1, max_length=MOST_PHASES)] | None = Field(
        default=None,
        description="Rates over time, in place of a cadence: a list of stretches, one after the other.",
        examples=[[{"for": "30s", "rate": "2/s"}, {"for": "10s", "rate": {"from": "2/s", "to": "50/s"}}]],
    )
    spacing: SpacingName = Field(
        default=Spacing.EVEN, description="How the jobs lie within phases.", examples=["poisson"]
    )
    repeat: bool = Field(
        default=False, description="Whether the phases begin again when they are through.", examples=[True]
    )
    trace: Trace | None = Field(
        default=None,
        description="A recording to replay, in place of a cadence: columns of a CSV file, or lists.",
        examples=[{"file": "arrivals.csv", "at": "time", "size": "took"}, {"at": ["0s", "1.5s"]}],
    )
    bursts: Bursts | None = Field(
        default=None,
        description="On and off in turn: the clock of the cadence runs only while on. null: always on.",
        examples=[{"on": "5s", "off": "1m"}],
    )
    batch: Number | None = Field(
        default=None,
        description="How many jobs come in one instant. null: one.",
        examples=[3, {"distribution": "geometric", "mean": 3}],
    )
    pacing: Annotated[Pacing, Field(strict=False), PlainSerializer(str)] = Field(
        default_factory=_pacing,
        description="What the cadence is counted from. Default: after_put, and fixed with phases or a trace.",
        examples=["fixed"],
    )
    count: int = Field(
        default=1,
        ge=1,
        le=MOST_ACTORS,
        description="How many of them, all alike: NAME-1, NAME-2 and so on.",
        examples=[4],
    )
    stagger: Duration = Field(
        default=0, description="How much later each of them starts than the one before.", examples=["100ms"]
    )
    timeout: Delay | None = Field(
        default=None,
        description="How long a put waits for a place before its job is dropped. 0: it is accepted only if a place is "
        "free; null: it waits for ever.",
        examples=["5s"],
    )
    give_up: Delay | None = Field(
        default=None,
        description="How long after each put it stops waiting for the response; the job is served all the same, for "
        "nobody. null: never.",
        examples=["30s"],
    )
    retry: Retries | None = Field(
        default=None,
        description="How it puts a job again that was dropped or rejected, or that it gave up. null: not at all.",
        examples=[{"attempts": 3, "backoff": {"first": "1s"}}, ["10s", "30s"]],
    )
    jobs: int | None = Field(
        default=None,
        ge=0,
        le=MOST_JOBS,
        description="How many jobs each of them puts. null: until stop, or until the run ends.",
        examples=[100],
    )
    start: Delay = Field(
        default=AT_ONCE, description="When it begins; drawn for each, if it is a distribution.", examples=["30s"]
    )
    stop: Duration | None = Field(
        default=None,
        description="From then on it begins no new job; puts that wait go on waiting. null: never.",
        examples=["40s"],
    )
    value: (
        Annotated[
            Annotated[Value, Tag("value")] | Annotated[DrawnValue, Tag("drawn")],
            Discriminator(lambda given: "drawn" if isinstance(given, (dict, Strict)) else "value"),
        ]
        | None
    ) = Field(
        default=None,
        description="What its jobs carry; it decides nothing. null: nothing.",
        examples=[100, "gold", {"distribution": "empirical", "values": ["a", "b"], "weights": [1, 3]}],
    )
    size: Delay | None = Field(
        default=None,
        description="Its jobs' own service time, in place of that of the pool. null: that of the pool.",
        examples=["2s", {"distribution": "lognormal", "mean": "1s", "cv": 1.5}],
    )
    priority: Number | None = Field(
        default=None,
        description="How urgent its jobs are: the higher goes first where the discipline is priority. null: 0.",
        examples=[1],
    )
    deadline: Delay | None = Field(
        default=None,
        description="How soon after it was due a job should be done; the share that is not is told. null: no matter.",
        examples=["3s"],
    )

    @model_validator(mode="after")
    def _one_way(self) -> "Submitter":
        ways = [name for name in ("cadence", "phases", "trace") if getattr(self, name) is not None]
        if len(ways) != 1:
            given = " and ".join(ways) or "none"
            also = "; a variant sets the other one to null" if ways else ""
            raise refusal(f"give one of cadence, phases and trace, to say when its jobs come; here is {given}{also}")
        if self.pacing is not Pacing.FIXED and self.cadence is None:
            raise refusal(f"{ways[0]} are a schedule: pacing is fixed with them, not {self.pacing}")
        for name, needs, default in (
            ("spacing", "phases", Spacing.EVEN),
            ("repeat", "phases", False),
            ("bursts", "cadence", None),
        ):
            if getattr(self, name) != default and needs not in ways:
                raise refusal(f"{name} goes with {needs}, not with {ways[0]}")
        if self.batch is not None and self.trace is not None:
            raise refusal("batch goes with cadence or phases; a trace says when each of its jobs comes")
        for name in ("size", "value", "priority"):
            if self.trace is not None and getattr(self.trace, name) is not None and getattr(self, name) is not None:
                raise refusal(f"{name} is in the trace already; take one of them away")
        if self.batch is not None and (self.batch.least < 0 or not (self.batch.moments.mean or 0) >= 0.001):
            raise refusal("batch must be 0 or more jobs each time, and some in the long run")
        return self

    @property
    def puts(self) -> int | None:
        """How many jobs it puts at most; None: without end."""
        if self.trace is None:
            return self.jobs
        return len(self.trace.at) if self.jobs is None else min(self.jobs, len(self.trace.at))

    @property
    def is_sized(self) -> bool:
        """Whether its jobs bring their own service time."""
        return self.size is not None or (self.trace is not None and self.trace.size is not None)

    @property
    def endless(self) -> bool:
        """Whether nothing of its own ends it: no number of jobs, no stop, no schedule that is through."""
        over = self.phases is not None and not self.repeat
        return self.puts is None and self.stop is None and not over

    def payload(self, code: int | None) -> int | float | str | None:
        """The value that a draw of its stream stands for; without one, the value of all its jobs."""
        if self.trace is not None and self.trace.value is not None:
            listed = self.trace.value
        elif isinstance(self.value, EmpiricalValue):
            listed = self.value.values
        elif isinstance(self.value, Strict):
            return code
        else:
            plain: int | float | str | None = self.value
            return plain
        assert code is not None
        found: int | float | str = listed[code]
        return found
