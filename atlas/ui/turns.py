"""Runs of pages follow one another: with many readers at once a queue is faster than a crowd."""

from __future__ import annotations

import threading

from streamlit.runtime.scriptrunner.script_runner import RerunData, ScriptRunner

LONGEST_WAIT = 0.25


def take_turns(longest_wait: float = LONGEST_WAIT) -> None:
    """Lets one page of this process run at a time, for every reader from now on.

    Streamlit runs each page in a thread of its own, and Python runs one thread at a time. Of a crowd of threads each
    message that leaves wakes the thread that sends, which then waits behind all of them: sixty runs begun in one second
    end late together. One after another they end early, one by one. A run that has waited for `longest_wait` seconds
    begins beside the others, so that no slow page holds a reader up for longer.
    """
    turn = threading.Lock()
    run_at_once = ScriptRunner._run_script

    def run_in_turn(runner: ScriptRunner, rerun_data: RerunData) -> None:
        taken = turn.acquire(timeout=longest_wait)
        try:
            run_at_once(runner, rerun_data)
        finally:
            if taken:
                turn.release()

    ScriptRunner._run_script = run_in_turn  # type: ignore[method-assign,assignment]
