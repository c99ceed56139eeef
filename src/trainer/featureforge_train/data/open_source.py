"""From `--data` to the source of a training."""
from __future__ import annotations

import pathlib
import re
from typing import Union

from featureforge_data import FeatureForgeError, FeedInterrupted, FeedOptions
from featureforge_data.connection import check_url

from ..errors import TrainingStopped, UsageProblem
from ..settings import CLASSIFIER, TrainSettings
from .feed_source import ClassifierFeed, DetectorFeed
from .folder_source import ClassifierFolders, DetectorFolders
from .outage import Outage
from .source import ClassifierSource, DetectorSource
from .waiting import heeding_once

# Whatever begins like an address is meant as one, be it sound or not.
ADDRESS = re.compile("unix:|[a-z][a-z0-9+.-]*://", re.IGNORECASE | re.ASCII)
LARGEST_TOKEN_FILE = 4096


def open_source(settings: TrainSettings, outage: Outage) -> Union[ClassifierSource, DetectorSource]:
    """The feed or the folders that the settings name. outage: spends the seconds before a feed that does not answer is asked again. Raises TrainingStopped
    where somebody asks for the end before the feed has said what it has."""
    feeds = [path for path in settings.data if ADDRESS.match(path)]
    if not feeds:
        if settings.token_file:
            raise UsageProblem("--token-file belongs to a feed, --data names none:", ", ".join(settings.data), "Leave it out.")
        return ClassifierFolders(settings) if settings.kind == CLASSIFIER else DetectorFolders(settings)
    if len(settings.data) > 1:
        raise UsageProblem("--data names a feed and more besides:", ", ".join(settings.data), "Give the feed alone.")
    try:
        check_url(feeds[0])
        options = FeedOptions(token=_token(settings.token_file), retries=settings.feed_retries, wait=outage)
    except FeatureForgeError as error:
        raise UsageProblem(f"{error.what}:", "--data and --token-file", error.advice) from None
    make = ClassifierFeed if settings.kind == CLASSIFIER else DetectorFeed
    try:
        return heeding_once(lambda: make(settings, options, outage.stop), outage.stop, "its manifest", feeds[0])
    except FeedInterrupted:
        if not outage.stop():
            raise
        raise TrainingStopped("stopped while the feed was asked what it has:", feeds[0], "The same command begins again.") from None


def _token(path: str) -> Union[str, None]:
    """The first line of a file, None without one."""
    if not path:
        return None
    if not pathlib.Path(path).is_file():
        raise UsageProblem("--token-file names no file:", path, "Name the file that 'featureforge serve' was given.")
    with open(path, "rb") as file:
        line = file.read(LARGEST_TOKEN_FILE).split(b"\n")[0].strip()
    return line.decode("ascii", errors="replace")
