"""Names that carry a digest of the content, so that files may be cached for ever."""

from __future__ import annotations

import hashlib


def digested(stem: str, suffix: str, content: bytes) -> str:
    """stem-0123456789ab.suffix, with the first twelve digits of the SHA-256 sum of the content."""
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
