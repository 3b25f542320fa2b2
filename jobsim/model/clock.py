"""All that the model may ask of time. Each engine is one class with these five methods."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol, TypeVar

from jobsim.units import Nanoseconds

Item = TypeVar("Item")


class Mailbox(Protocol[Item]):
    """Hands one item to one waiting coroutine: put once, awaited once, in either order."""

    def put(self, item: Item) -> None: ...
    def take(self) -> Awaitable[Item]: ...


class Clock(Protocol):
    """Time. Whatever is due at one instant happens in the order of the numbers made by `order.order`."""

    def now(self) -> Nanoseconds: ...
    def sleep(self, due: Nanoseconds, order: int) -> Awaitable[None]: ...
    def timer(
        self, due: Nanoseconds, order: int, callback: Callable[[Any], None], argument: Any
    ) -> Callable[[], object]:
        """Call `callback(argument)` when due. Returns what cancels it; cancelling after the call does nothing."""
        ...

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None: ...
    def mailbox(self) -> Mailbox[Any]: ...
