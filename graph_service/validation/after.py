"""The dataset as it would be after a change, made of the one before it at the price of the change."""

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping

from graph_service.model.validity import Hashes, Stated
from graph_service.store import restanding
from graph_service.store.files import GraphFile
from graph_service.store.overlay import Overlay
from graph_service.store.snapshot import Snapshot
from graph_service.validation import derivation


def after(before: Snapshot, put: Iterable[GraphFile], taken_out: Collection[str] = ()) -> Snapshot:
    """Give the dataset as it would be after a change: what ``snapshot.build`` makes of all files anew.

    What is stated for the first time counts as reviewed with the texts that its ends have then.

    Args:
        before: The dataset before it. It must not be changed any more, and be used by this thread alone.
        put: Graphs that take the place of those of the same name, or are new.
        taken_out: IRIs of graphs that are to go.

    Returns:
        The dataset; both share a store.

    Example:
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> plans = snapshot.build(snapshot.shipped_files(Settings()))
        >>> later = after(plans, [], [graph for graph in plans.files if "fyrbodal-2020-2022/utgava" in graph])
        >>> len(later.files) < len(plans.files), len(later.store) < len(plans.store)
        (True, True)
    """
    files = Overlay(before.files, {file.graph: file for file in put}, taken_out)
    changes = restanding.changes(before.store, before.files, files, before.kept, before.today)
    store = before.store.branch(removed=changes.removed, added=changes.added)
    derivation.rederive(store)
    return Snapshot(store, files, ChainMap(dict(changes.kept), before.kept), before.today)  # type: ignore[arg-type]


def stated(then: Snapshot) -> Mapping[Stated, Hashes]:
    """Tell what links state for the first time after a change.

    Args:
        then: The dataset after it, as ``after`` makes it.

    Returns:
        What the ends of the links say then.
    """
    return then.kept.maps[0] if isinstance(then.kept, ChainMap) else {}
