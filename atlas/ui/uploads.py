"""The files that readers have sent, as Streamlit keeps them: in memory, by session."""

from __future__ import annotations

from typing import NamedTuple

from streamlit import runtime


class Held(NamedTuple):
    """What the server holds: the files and bytes of one session, and the bytes of all."""

    files: int
    bytes: int
    in_all: int


def held(session: str) -> Held:
    """What the server holds of a session, by the key that Streamlit gave it; nothing of a key that is none."""
    kept = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    sizes = {key: [len(file.data) for file in list(files.values())] for key, files in list(kept.items())}
    own = sizes.get(session, [])
    return Held(len(own), sum(own), sum(map(sum, sizes.values())))
