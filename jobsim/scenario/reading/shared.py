"""Slots that pools share: said by one of them, they are said by all, so that one key changes them."""

from jobsim.scenario.reading.tree import Mapping, Scalar


def say_slots_everywhere(tree: Mapping) -> None:
    """Give the number of shared slots to each pool that leaves it to the others."""
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
        for slots in together if said else ():
            slots.entries.setdefault("slots", said[0])
            slots.key_places.setdefault("slots", said[0].place)
