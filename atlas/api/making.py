"""Answers made once and kept: the most recent ones within a bound of bytes, and none made twice at the same time."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

LEVEL = 4
"""A fiftieth more bytes than the usual level 6, in a quarter of its time."""

MAKERS = 4


@dataclass(frozen=True)
class Made:
    """Bytes as they are sent, what they are, and the validators that tell whether they changed.

    `tag` is that of the content before compression; `disposition` is "" for what is not a file to keep.
    """

    body: bytes
    media_type: str
    packed: bool
    tag: str
    digest: str
    canonical: str
    disposition: str = ""

    @property
    def etag(self) -> str:
        """The strong validator: each encoding has one of its own (RFC 9110, section 8.8.3.3)."""
        return tags(self.tag)[self.packed]


def tags(tag: str) -> tuple[str, str]:
    """The validators of the same content as it is, and compressed."""
    return f'"{tag}"', f'"{tag}-gzip"'


def made(content: bytes, media_type: str, packed: bool, canonical: str, disposition: str = "") -> Made:
    """An answer with this content, compressed if it is to be; the same content gives the same bytes anywhere."""
    body = gzip.compress(content, LEVEL, mtime=0) if packed else content
    tag = hashlib.sha256(content).hexdigest()[:32]
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode("ascii")
    return Made(body, media_type, packed, tag, f"sha-256=:{digest}:", canonical, disposition)


class Kept:
    """The answers most recently asked for, up to `most` bytes; made in threads, so that nobody else waits for them.

    Whoever asks for an answer that is being made waits for that one. What was refused is not kept.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._size = 0
        self._answers: OrderedDict[Hashable, Made] = OrderedDict()
        self._making: dict[Hashable, Future[Made]] = {}
        self._lock = Lock()
        self._makers = ThreadPoolExecutor(MAKERS, thread_name_prefix="answers")

    def get(self, key: Hashable) -> Made | None:
        """The answer that is kept under a key, which is then the last to be given up."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def making(self, key: Hashable, make: Callable[[], Made]) -> Future[Made]:
        """The answer under a key on its way: one that somebody else waits for, or one that is made now."""
        with self._lock:
            if key not in self._making:
                self._making[key] = self._makers.submit(self._make, key, make)
            return self._making[key]

    def _make(self, key: Hashable, make: Callable[[], Made]) -> Made:
        try:
            answer = self.get(key) or make()
            self._keep(key, answer)
            return answer
        finally:
            with self._lock:
                self._making.pop(key, None)

    def _keep(self, key: Hashable, answer: Made) -> None:
        with self._lock:
            if key in self._answers or len(answer.body) > self.most // 2:
                return
            self._answers[key] = answer
            self._size += len(answer.body)
            while self._size > self.most:
                self._size -= len(self._answers.popitem(last=False)[1].body)

    @property
    def size(self) -> int:
        """The bytes of all kept answers."""
        return self._size
