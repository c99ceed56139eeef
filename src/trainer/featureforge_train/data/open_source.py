"""From `--data` to the source of a training."""
from __future__ import annotations

import pathlib
from typing import Callable, Union

from featureforge_data import FeatureForgeError, FeedInterrupted, FeedOptions
from featureforge_data.connection import check_url

from ..errors import UsageProblem
from ..settings import CLASSIFIER, TrainSettings
from .feed_source import ClassifierFeed, DetectorFeed
from .folder_source import ClassifierFolders, DetectorFolders
from .source import ClassifierSource, DetectorSource

SCHEMES = ("http://", "https://", "unix:")
LARGEST_TOKEN_FILE = 4096


def open_source(settings: TrainSettings, wait: Callable[[FeedInterrupted, float], None]) -> Union[ClassifierSource, DetectorSource]:
    """The feed or the folders that the settings name. wait: spends the seconds before a feed that does not answer is asked again."""
    feeds = [path for path in settings.data if path.startswith(SCHEMES)]
    if not feeds:
        if settings.token_file:
            raise UsageProblem("--token-file belongs to a feed, --data names none:", ", ".join(settings.data), "Leave it out.")
        return ClassifierFolders(settings) if settings.kind == CLASSIFIER else DetectorFolders(settings)
    if len(settings.data) > 1:
        raise UsageProblem("--data names a feed and more besides:", ", ".join(settings.data), "Give the feed alone.")
    try:
        check_url(feeds[0])
        options = FeedOptions(token=_token(settings.token_file), retries=settings.feed_retries, wait=wait)
    except FeatureForgeError as error:
        raise UsageProblem(f"{error.what}:", "--data and --token-file", error.advice) from None
    return ClassifierFeed(settings, options) if settings.kind == CLASSIFIER else DetectorFeed(settings, options)


def _token(path: str) -> Union[str, None]:
    """The first line of a file, None without one."""
    if not path:
        return None
    if not pathlib.Path(path).is_file():
        raise UsageProblem("--token-file names no file:", path, "Name the file that 'featureforge serve' was given.")
    with open(path, "rb") as file:
        line = file.read(LARGEST_TOKEN_FILE).split(b"\n")[0].strip()
    return line.decode("ascii", errors="replace")
