"""Slots that pools share: said by one of them, they are said by all, so that one key changes them."""

from jobsim.scenario.reading.tree import UNREADABLE, Mapping, Node, Place, Scalar


def say_slots_everywhere(tree: Mapping) -> None:
    """Give the number of shared slots to each pool that leaves it to the others.

    What is laid over the file, by an option or by a sweep, goes for all that share them.
    """
    pools = tree.entries.get("processors")
    parts = [part for part in pools.entries.values() if isinstance(part, Mapping)] if isinstance(pools, Mapping) else []
    sharing: dict[str, list[Mapping]] = {}
    for part in parts:
        slots = part.entries.get("slots")
        name = slots.entries.get("shared") if isinstance(slots, Mapping) else None
        if isinstance(slots, Mapping) and isinstance(name, Scalar) and isinstance(name.value, str):
            sharing.setdefault(name.value, []).append(slots)
    for together in sharing.values():
        said = [slots.entries["slots"] for slots in together if "slots" in slots.entries]
        laid = [number for number in said if not number.place.line and number.place.file != tree.place.file]
        for slots in together if said else ():
            own = slots.entries.get("slots")
            if own is None or (laid and own not in laid):
                slots.entries["slots"], slots.key_places["slots"] = _the_same((laid or said)[0])


def _the_same(number: Node) -> tuple[Node, Place]:
    """What is wrong with it is told where it was said."""
    right = isinstance(number, Scalar) and type(number.value) is int and number.value > 0
    return (number if right else Scalar(number.place, UNREADABLE)), number.place
