"""Names that carry a digest of the content, so that files may be cached for ever; and days as numbers."""

from __future__ import annotations

import hashlib

import pandas as pd

EPOCH = pd.Timestamp("1970-01-01")


def digested(stem: str, suffix: str, content: bytes) -> str:
    """stem-0123456789ab.suffix, with the first twelve digits of the SHA-256 sum of the content."""
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"


def day_number(stamp: pd.Timestamp) -> int:
    """Days since 1 January 1970, as the browser counts them."""
    return int((stamp - EPOCH).days)
