"""What theory says, in words and figures for people."""

from jobsim.analysis.forms.form import Form, leading
from jobsim.analysis.words import seconds


def in_words(found: Form) -> str:
    """`theory, in the long run (M/M/8; Erlang 1917): mean(waiting) 877.5 ms, ..., utilisation 90%`."""
    said = []
    for value in leading(found):
        words = [name(value.metric, value.of), str(value.nature), figure(value.metric, value.value)]
        said.append(" ".join(filter(None, words)))
    return f"{found.title}: {', '.join(said)}"


def name(metric: str, of: str) -> str:
    """`mean(waiting)`, and of whom, if not of all."""
    return metric if of == "all" else f"{metric} of {of}"


def figure(metric: str, value: float) -> str:
    """A value of a metric with its unit, in four digits; shares in percent."""
    if metric.endswith(("(blocked)", "(waiting)", "(service)", "(response)")):
        return seconds(value)
    if metric.endswith("_rate") or metric == "utilisation":
        return f"{100 * value:.4g}%"
    if metric == "lost":
        return f"{value:,.0f} jobs"
    digits = f"{value:,.0f}" if value >= 1_000 else f"{value:.4g}"
    return f"{digits} jobs" if metric == "mean(queued)" else digits
