"""What a reader asked for arrives, though the page is drawn anew just then and others come and go."""

from __future__ import annotations

import time
from collections.abc import Callable

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_manager import MediaFileManager

LEAST_STAY = 5.0
"""Seconds for which a file stays, at least, after the last page that offers it: its address is told, then asked for."""

ANSWER = "backend_operation_response"


def keep_on_the_way(least_stay: float = LEAST_STAY, now: Callable[[], float] = time.monotonic) -> None:
    """Loses no answer and no file on its way to a reader, in every session from now on.

    A download is made when its button is pressed: the page asks by an id, the answer tells an address, the browser
    gets the file there. Streamlit loses each on its way. A run of the page clears answers not yet sent together with
    the drawing that it replaces: the button then turns for three minutes. And the end of any run, of any reader,
    forgets ids and files that no drawing has, be they a moment old: among forty readers one download in ten was lost.
    """
    _keep_answers()
    _forget_seldom(least_stay, now)


def _keep_answers() -> None:
    clear_all = ForwardMsgQueue.clear

    def clear(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        answers = [message for message in queue._queue if message.WhichOneof("type") == ANSWER]
        clear_all(queue, retain_lifecycle_msgs, fragment_ids_this_run)
        queue._queue += [answer for answer in answers if answer not in queue._queue]

    ForwardMsgQueue.clear = clear  # type: ignore[method-assign,assignment]


def _forget_seldom(least_stay: float, now: Callable[[], float]) -> None:
    """A file is marked by one sweep and goes with the next; so does an id; and sweeps are `least_stay` apart."""
    sweep_at_once = MediaFileManager.remove_orphaned_files
    marked: set[str] = set()
    next_sweep = 0.0

    def sweep(manager: MediaFileManager) -> None:
        nonlocal next_sweep
        if now() >= next_sweep:
            next_sweep = now() + least_stay
            sweep_at_once(manager)

    def sweep_ids(manager: MediaFileManager) -> None:
        nonlocal marked
        drawn = {each for places in manager._files_by_session_and_coord.values() for each in places.values()}
        orphans = manager._deferred_callables.keys() - drawn
        for each in orphans & marked:
            manager._drop_deferred_id(each)
        marked = orphans - marked

    MediaFileManager.remove_orphaned_files = sweep  # type: ignore[method-assign,assignment]
    MediaFileManager._remove_orphaned_deferred_callables = sweep_ids  # type: ignore[method-assign,assignment]
