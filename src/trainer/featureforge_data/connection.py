"""HTTP to a feed, over TCP or a Unix socket."""
from __future__ import annotations

import http.client
import socket
import urllib.parse
from typing import Mapping, Optional

import numpy as np

from .errors import FeedInterrupted, FeedRefused, Place, WrongRequest
from .feed_protocol import ERROR_LIMIT, HEADER_LIMIT, parse_error
from .options import FeedOptions

_TRY_AGAIN = (429, 503)
_LONGEST_WAIT = 30.0


class _UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Opens the socket."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def check_url(url: str) -> None:
    """Raises WrongRequest for anything but http://HOST[:PORT], https://HOST[:PORT] and unix:/PATH."""
    parts = urllib.parse.urlsplit(url)
    try:
        sound = parts.scheme == "unix" and parts.path.startswith("/") or parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.query or parts.fragment or parts.username or (parts.scheme != "unix" and parts.path not in ("", "/")):
        raise WrongRequest(f"{url!r} is no address of a feed", advice="Use http://127.0.0.1:8080, https://host or unix:/path/to/feed.sock.")


class FeedConnection:
    """One response of a feed. Every failure to connect or to read is a FeedInterrupted; `retry_after` says how long the server asked to wait."""

    def __init__(self, url: str, query: Mapping[str, object], content_type: str, options: FeedOptions) -> None:
        self.url = url
        self._connection = _connect(url, options.timeout)
        headers = {"Accept-Encoding": "identity", "Accept": content_type}
        if options.token is not None:
            headers["Authorization"] = f"Bearer {options.token}"
        try:
            self._connection.request("GET", "/v1/stream?" + urllib.parse.urlencode(query, safe=",/"), headers=headers)
            self._response = self._connection.getresponse()
            if self._response.status != 200:
                self._refuse()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise _interrupted(url, error) from None
        except FeedRefused:
            self.close()
            raise
        stated = self._response.getheader("Content-Type", "").split(";")[0].strip()
        if stated != content_type:
            self.close()
            raise FeedRefused(f"The server answered with {stated[:80] or 'no type'}, need {content_type}", Place(url), "See whether this is a FeatureForge feed.", 200)

    def header(self, name: str) -> Optional[str]:
        """A header field of the response."""
        return self._response.getheader(name)

    def read_line(self) -> bytes:
        """The header line of the stream, at most 65,536 bytes."""
        try:
            line = self._response.readline(HEADER_LIMIT + 1)
        except (OSError, http.client.HTTPException) as error:
            raise _interrupted(self.url, error) from None
        if not line.endswith(b"\n"):
            raise FeedInterrupted(f"The stream ended within its header ({len(line)} bytes)", Place(self.url))
        return line

    def read(self, count: int) -> memoryview:
        """Exactly so many bytes, in memory of their own."""
        content = np.empty(count, np.uint8).data
        there = 0
        while there < count:
            try:
                got = self._response.readinto(content[there:])
            except (OSError, http.client.HTTPException) as error:
                raise _interrupted(self.url, error) from None
            if not got:
                raise FeedInterrupted(f"The stream ended after {there} of {count} bytes", Place(self.url))
            there += got
        return content

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def _refuse(self) -> None:
        content = self._response.read(ERROR_LIMIT)
        error = parse_error(content, self._response.status, self.url)
        if self._response.status not in _TRY_AGAIN:
            raise error
        wait = self._response.getheader("Retry-After", "")
        again = FeedInterrupted(f"The server answered {self._response.status}: {error.what}", error.place, error.advice)
        again.retry_after = min(float(wait), _LONGEST_WAIT) if wait.isdigit() and len(wait) < 6 else 0.0
        self.close()
        raise again


def _connect(url: str, timeout: float) -> http.client.HTTPConnection:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "unix":
        return _UnixConnection(parts.path, timeout)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=timeout)


def _interrupted(url: str, error: Exception) -> FeedInterrupted:
    return FeedInterrupted(f"The connection failed ({type(error).__name__}: {error})", Place(url))
