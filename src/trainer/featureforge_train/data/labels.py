"""Label names of all folders as the classes of one model."""
from __future__ import annotations

from typing import Dict, List, Protocol, Sequence, Tuple

from ..errors import DataProblem, UsageProblem

IGNORED = -1
# Beyond what anybody has; each costs the model channels for every anchor.
MOST_LABELS = 1 << 15


class Labelled(Protocol):
    """Data with labels: a folder of shards or a feed. path: of it. labels: names in the order of their ids."""

    path: str
    labels: List[str]


class ClassMap:
    """Classes of a model from the labels of folders or of a feed.

    names: of the classes, in the order of the first folder that knows them. Labels to ignore are none of them.
    """

    def __init__(self, folders: Sequence[Labelled], ignored: Sequence[str]) -> None:
        known = dict.fromkeys(name for folder in folders for name in folder.labels)
        if len(known) > MOST_LABELS:
            raise DataProblem(f"The manifest names {len(known)} labels, at most {MOST_LABELS} can be learned:", folders[0].path,
                              "Make the shards, or serve the recipe, with fewer labels.")
        for name in ignored:
            if name not in known:
                raise UsageProblem(f"--ignore-labels {name}: the data have no such label, but {', '.join(known) or 'none'}:",
                                   ", ".join(folder.path for folder in folders), "Name labels of the data, or leave the option out.")
        left_out = frozenset(ignored)
        self.names: List[str] = [name for name in known if name not in left_out]
        if not self.names:
            raise DataProblem("The manifest names no label to learn:", folders[0].path, "Make the shards, or serve the recipe, with annotations.")
        numbers = {name: number for number, name in enumerate(self.names)}
        self._classes: Dict[Tuple[str, int], int] = {}
        for folder in folders:
            for place, name in enumerate(folder.labels):
                self._classes[folder.path, place] = numbers.get(name, IGNORED)

    def class_of(self, folder: Labelled, place: int) -> int:
        """Class from 0, or IGNORED, of a label. place: of the label in its folder's order, from 0."""
        try:
            return self._classes[folder.path, place]
        except KeyError:
            raise DataProblem(f"A record has label number {place + 1}, the manifest names {len(folder.labels)}:", folder.path,
                              "Make the shards again, or update the server of the feed.") from None
