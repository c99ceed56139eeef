"""Label names of all folders as the classes of one model."""
from __future__ import annotations

from typing import Dict, List, Protocol, Sequence, Tuple

from ..errors import DataProblem, UsageProblem

IGNORED = -1


class Labelled(Protocol):
    """Data with labels: a folder of shards or a feed. path: of it. labels: names in the order of their ids."""

    path: str
    labels: List[str]


class ClassMap:
    """Classes of a model from the labels of folders or of a feed.

    names: of the classes, in the order of the first folder that knows them. Labels to ignore are none of them.
    """

    def __init__(self, folders: Sequence[Labelled], ignored: Sequence[str]) -> None:
        known = [name for folder in folders for name in folder.labels]
        for name in ignored:
            if name not in known:
                raise UsageProblem(f"--ignore-labels {name}: the data have no such label, but {', '.join(dict.fromkeys(known)) or 'none'}:",
                                   ", ".join(folder.path for folder in folders), "Name labels of the data, or leave the option out.")
        self.names: List[str] = [name for name in dict.fromkeys(known) if name not in ignored]
        if not self.names:
            raise DataProblem("The manifest names no label to learn:", folders[0].path, "Make the shards, or serve the recipe, with annotations.")
        self._classes: Dict[Tuple[str, int], int] = {}
        for folder in folders:
            for place, name in enumerate(folder.labels):
                self._classes[folder.path, place] = IGNORED if name in ignored else self.names.index(name)

    def class_of(self, folder: Labelled, place: int) -> int:
        """Class from 0, or IGNORED, of a label. place: of the label in its folder's order, from 0."""
        try:
            return self._classes[folder.path, place]
        except KeyError:
            raise DataProblem(f"A record has label number {place + 1}, the manifest names {len(folder.labels)}:", folder.path, "Make the shards again.") from None
