"""What a point of a grid costs: an expression of the keys that are varied, such as `processors.w.count*3 + 1`."""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence

from jobsim.errors import UsageError

_SIGNS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_LONGEST = 500
_TOO_LARGE = 1e100
LIKE = "write it like 'processors.worker.count*3 + queue.capacity*0.01'"

Cost = Callable[[Mapping[str, float]], float]
"""The cost, given the number of each key."""


def read_cost(text: str, keys: Sequence[str]) -> Cost:
    """Read an expression of numbers, keys, + - * / and brackets. Raises UsageError."""
    if len(text) > _LONGEST:
        raise UsageError(f"--cost has {_LONGEST} characters at most")
    plain = text
    # A key is no name of Python's; the longest first, since one may begin with another.
    for at, key in sorted(enumerate(keys), key=lambda numbered: -len(numbered[1])):
        plain = plain.replace(key, f" _{at}_ ")
    try:
        tree = ast.parse(plain.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise UsageError(f"--cost {text!r} cannot be read; {LIKE}") from None
    names = {f"_{at}_": key for at, key in enumerate(keys)}
    _check(tree, names, text, keys)
    return lambda numbers: _value(tree, names, numbers)


def _check(tree: ast.AST, names: Mapping[str, str], text: str, keys: Sequence[str]) -> None:
    for node in ast.walk(tree):
        known = isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Load)) or type(node) in _SIGNS
        if not (known or _is_number(node) or (isinstance(node, ast.Name) and node.id in names)):
            varied = ", ".join(keys)
            raise UsageError(f"--cost {text!r}: numbers, + - * / and the keys that are varied ({varied}) only; {LIKE}")


def _is_number(node: ast.AST) -> bool:
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _TOO_LARGE


def _value(node: ast.AST, names: Mapping[str, str], numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=value):
            return float(value)  # type: ignore[arg-type]
        case ast.Name(id=name):
            return numbers[names[name]]
        case ast.UnaryOp(op=op, operand=one):
            return _SIGNS[type(op)](_value(one, names, numbers))
        case ast.BinOp(left=left, op=op, right=right):
            return _SIGNS[type(op)](_value(left, names, numbers), _value(right, names, numbers))
    raise AssertionError(node)  # pragma: no cover - they were checked
