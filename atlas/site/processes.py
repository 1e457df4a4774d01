"""Processes that make a site beside each other: none outlives the command, and no signal is lost while they begin."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection

CAN_WAIT = hasattr(signal, "pthread_sigmask")
"""Whether a signal can be made to wait; Windows, which forks no process, cannot."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """A signal that comes within waits for the end: what it raises while a process is forked would be lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals()) if CAN_WAIT else set()
    try:
        yield
    finally:
        if CAN_WAIT:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def follow_command() -> None:
    """Called in a process that was begun undisturbed: it takes signals again, and ends when the command does."""
    threading.Thread(target=_end_with_command, daemon=True).start()
    if CAN_WAIT:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signal.valid_signals())


def free_processes() -> int:
    """As many processes as this one may use at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end_with_command() -> None:
    if command := multiprocessing.parent_process():
        connection.wait([command.sentinel])
        os._exit(1)
