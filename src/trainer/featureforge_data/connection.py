"""HTTP to a feed, over TCP or a Unix socket.

Requests are of HTTP/1.0, so that the bytes of a stream come as they are and end with the connection; how much is read is said by the protocol of
the feed. Then the system fills the memory of a batch in one call, which chunks of HTTP/1.1 would cut in pieces. They are taken where a server sends them.
"""
from __future__ import annotations

import contextlib
import http.client
import os
import socket
import struct
import threading
import urllib.parse
from typing import Iterator, Mapping, Optional, Tuple

from .errors import HIDDEN, FeedInterrupted, FeedProtocolError, FeedRefused, Place, WrongRequest
from .feed_protocol import ERROR_LIMIT, HEADER_LIMIT, parse_error
from .lent_memory import LentMemory
from .options import FeedOptions

_TRY_AGAIN = (429, 503)
_LONGEST_WAIT = 30.0
_MOST_CONTINUES = 8
_UNIX = "unix:"
LONGEST_SOCKET_PATH = 107
"""Bytes of the path of a Unix socket (sockaddr_un of Linux, without the zero at its end)."""
_TIME = struct.Struct("@ll")


class _Response(http.client.HTTPResponse):
    """The library goes over answers of status 100 without an end."""

    _continues = 0

    def _read_status(self) -> Tuple[str, int, str]:
        status = super()._read_status()  # type: ignore[misc]
        if status[1] == http.client.CONTINUE:
            self._continues += 1
            if self._continues > _MOST_CONTINUES:
                raise http.client.HTTPException(f"more than {_MOST_CONTINUES} answers 100 Continue")
        return status  # type: ignore[no-any-return]


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
    path = _socket_path(url)
    if path is not None and len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
        raise WrongRequest(f"The path of the socket {path[:80]!r} has {len(os.fsencode(path))} bytes, the system takes {LONGEST_SOCKET_PATH}", advice="Choose a shorter one.")
    if not (_is_host(url) if path is None else path.startswith("/") and "\0" not in path):
        raise WrongRequest(f"{url!r} is no address of a feed", advice="Use http://127.0.0.1:8080, https://host or unix:/path/to/feed.sock.")


def _socket_path(url: str) -> Optional[str]:
    """Of a Unix socket, None for other addresses. All behind the colon is path, whatever characters it has: no part of a URL can follow it."""
    return url[len(_UNIX):] if url[:len(_UNIX)].lower() == _UNIX else None


def _is_host(url: str) -> bool:
    """Whether it is http or https, a host, perhaps a port, and nothing else."""
    if not (url.isascii() and url.isprintable()):
        return False
    try:
        parts = urllib.parse.urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return sound and parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username or parts.password)


class FeedConnection:
    """One response of a feed. target: path and query. content_type: that it must have. Every failure to connect or to read is a FeedInterrupted;
    `retry_after` says how long the server asked to wait. The head of the response, a line and a whole answer have `timeout` seconds in all: a server that
    sends a byte now and then would else hold its client for ever."""

    def __init__(self, url: str, target: str, content_type: str, options: FeedOptions) -> None:
        self.url = url
        self._connection = _connect(url, options.timeout)
        self._timeout = options.timeout
        self._token = options.token
        self._late = False
        self._connected: Optional[socket.socket] = None
        self._socket: Optional[socket.socket] = None
        self._ahead: Optional[memoryview] = None
        self._memory = LentMemory()
        headers = {"Host": _host(url), "Accept-Encoding": "identity", "Accept": content_type}
        if options.token is not None:
            headers["Authorization"] = f"Bearer {options.token}"
        try:
            self._ask(target, headers)
        except (FeedInterrupted, FeedRefused):
            self.close()
            raise
        if os.name == "posix" and self._response.length is None and not self._response.chunked and not url.lower().startswith("https:"):
            self._socket = self._connected
        stated = self._response.getheader("Content-Type", "").split(";")[0].strip()
        if stated != content_type:
            self.close()
            raise FeedRefused(f"The server answered with {stated[:80] or 'no type'}, need {content_type}", Place(url), "See whether this is a FeatureForge feed.", 200)

    def header(self, name: str) -> Optional[str]:
        """A header field of the response."""
        return self._response.getheader(name)

    def read_line(self) -> bytes:
        """The header line of the stream, at most 65,536 bytes."""
        with self._bounded():
            line = self._response.readline(HEADER_LIMIT + 1)
        if not line.endswith(b"\n"):
            raise FeedInterrupted(f"The stream ended within its header ({len(line)} bytes)", Place(self.url))
        return line

    def read_whole(self, largest: int) -> bytes:
        """All that the response holds. Raises FeedProtocolError where that is more than so many bytes."""
        stated = self._response.length
        content = b""
        if stated is None or stated <= largest:
            with self._bounded():
                content = self._response.read(largest + 1)
        if max(len(content), stated or 0) > largest:
            raise FeedProtocolError(f"The response has more than {largest} bytes", Place(self.url))
        if stated is not None and len(content) < stated:
            raise FeedInterrupted(f"The answer ended after {len(content)} of {stated} bytes", Place(self.url))
        return content

    def read(self, count: int) -> memoryview:
        """Exactly so many bytes, the caller's as long as it looks at them."""
        content = self._memory.take(count)
        self.read_into(content)
        return content

    def read_into(self, content: memoryview) -> None:
        """Fills memory with the next bytes."""
        there = 0
        while there < len(content):
            try:
                got = self._receive(content[there:])
            except (OSError, http.client.HTTPException) as error:
                raise _interrupted(self.url, error) from None
            if not got:
                raise FeedInterrupted(f"The stream ended after {there} of {len(content)} bytes", Place(self.url))
            there += got

    def _receive(self, content: memoryview) -> int:
        if self._socket is None:
            return self._response.readinto(content)
        if self._ahead is None:
            self._ahead = memoryview(self._response.fp.peek())
            _wait_in_the_system(self._socket)
        if len(self._ahead):
            got = min(len(self._ahead), len(content))
            content[:got] = self._ahead[:got]
            self._ahead = self._ahead[got:]
            return got
        try:
            return self._socket.recv_into(content, 0, socket.MSG_WAITALL)
        except BlockingIOError:
            raise socket.timeout("timed out") from None

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
        if hasattr(self, "_response"):
            self._response.close()

    def _ask(self, target: str, headers: Mapping[str, str]) -> None:
        with self._bounded():
            self._connection.connect()
            self._connected = self._connection.sock
            self._connection.request("GET", target, headers=headers)
            self._response = self._connection.getresponse()
            if self._response.status != 200:
                self._refuse()

    @contextlib.contextmanager
    def _bounded(self) -> Iterator[None]:
        """What is done within has so many seconds in all, and fails as a FeedInterrupted."""
        timer = threading.Timer(self._timeout, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise self._too_late() if self._late else _interrupted(self.url, error) from None
        finally:
            timer.cancel()
        if self._late:
            raise self._too_late()

    def _end_late(self) -> None:
        self._late = True
        if self._connected is not None:
            with contextlib.suppress(OSError):
                # Of the socket below TLS: whoever reads from it wakes up with its end.
                socket.socket.shutdown(self._connected, socket.SHUT_RDWR)

    def _too_late(self) -> FeedInterrupted:
        return FeedInterrupted(f"The connection failed (timed out: the answer was not there in {self._timeout:g} s)", Place(self.url))

    def _refuse(self) -> None:
        content = self._response.read(ERROR_LIMIT)
        if self._late:
            raise self._too_late()
        if self._token is not None:
            # Here as well: what is shortened for a message could end within it.
            content = content.replace(self._token.encode(), HIDDEN.encode())
        error = parse_error(content, self._response.status, self.url)
        if self._response.status not in _TRY_AGAIN:
            raise error
        wait = self._response.getheader("Retry-After", "")
        again = FeedInterrupted(f"The server answered {self._response.status}: {error.what}", error.place, error.advice)
        again.retry_after = min(float(wait), _LONGEST_WAIT) if wait.isdigit() and len(wait) < 6 else 0.0
        self.close()
        raise again


def _connect(url: str, timeout: float) -> http.client.HTTPConnection:
    connection: http.client.HTTPConnection
    path = _socket_path(url)
    if path is not None:
        connection = _UnixConnection(path, timeout)
    else:
        parts = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=timeout)
    connection.response_class = _Response
    connection._http_vsn, connection._http_vsn_str = 10, "HTTP/1.0"  # type: ignore[attr-defined]
    return connection


def _host(url: str) -> str:
    return "localhost" if _socket_path(url) is not None else urllib.parse.urlsplit(url).netloc


def _wait_in_the_system(connected: socket.socket) -> None:
    """Keeps the timeout of a socket, but lets the system wait, so that one call can fill all memory that it is given."""
    timeout = connected.gettimeout()
    connected.settimeout(None)
    if timeout is not None:
        seconds = int(timeout)
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _TIME.pack(seconds, int((timeout - seconds) * 1e6)))


def _interrupted(url: str, error: Exception) -> FeedInterrupted:
    return FeedInterrupted(f"The connection failed ({type(error).__name__}: {error})", Place(url))
