"""Text of hostile origin (labels, file names, messages of libraries) on its way to a terminal; the twin of the engine's `TerminalText`."""
from __future__ import annotations

import re
import sys
from typing import Iterable, Optional, TextIO

_LONGEST_COMPLAINT = 2000
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Control characters (C0, DEL, C1), line and paragraph separators, marks that turn the direction of text, and halves of surrogate pairs, which no
# encoding can write: file names that are no UTF-8 have them.
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """The text on one line, a visible mark in place of every character that could move the cursor, start an escape sequence or reorder the line."""
    return _HARMFUL.sub(REPLACEMENT, text)


def complain(program: str, text: str) -> None:
    """Says on standard error what is wrong, on one line of bounded length: messages quote files."""
    shown = text if len(text) <= _LONGEST_COMPLAINT else f"{text[:_LONGEST_COMPLAINT // 2]} ... {text[-_LONGEST_COMPLAINT // 2:]}"
    print_lines([f"{program}: {shown}"], sys.stderr)


def print_lines(lines: Iterable[str], stream: Optional[TextIO] = None) -> None:
    """Prints lines, each cleaned; what the stream's encoding lacks becomes a question mark. stream: standard output where None."""
    target = sys.stdout if stream is None else stream
    encoding = getattr(target, "encoding", None) or "utf-8"
    for line in lines:
        print(clean(line).encode(encoding, "replace").decode(encoding), file=target)
