"""Runs of pages take turns, and nobody waits long for a slow one."""

from __future__ import annotations

import threading
import time

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from atlas.ui.turns import take_turns


class Runs:
    """Stands in for the run of a page: notes how many run beside each other."""

    def __init__(self) -> None:
        self.beside, self.most, self.seconds = 0, 0, 0.0
        self.noting = threading.Lock()

    def __call__(self, runner: object, rerun_data: object) -> None:
        with self.noting:
            self.beside += 1
            self.most = max(self.most, self.beside)
        time.sleep(self.seconds)
        with self.noting:
            self.beside -= 1
        if rerun_data == "fails":
            raise ValueError(rerun_data)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    stand_in = Runs()
    monkeypatch.setattr(ScriptRunner, "_run_script", stand_in)
    return stand_in


def begin(count: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=ScriptRunner._run_script, args=(None, None)) for _ in range(count)]
    for each in threads:
        each.start()
    return threads


def test_streamlit_still_runs_a_page_by_the_function_that_is_replaced() -> None:
    assert callable(ScriptRunner._run_script)


def test_pages_run_one_after_another(runs: Runs) -> None:
    take_turns(longest_wait=60)
    runs.seconds = 0.005
    for each in begin(20):
        each.join()
    assert runs.most == 1


def test_a_slow_page_holds_nobody_up_for_longer_than_the_longest_wait(runs: Runs) -> None:
    take_turns(longest_wait=0.05)
    runs.seconds = 5
    threads = begin(1)
    while not runs.beside:
        time.sleep(0.001)
    runs.seconds = 0
    other = begin(1)[0]
    other.join(timeout=4)
    assert not other.is_alive(), "waited for the whole slow page"
    assert threads[0].is_alive(), "the slow page had ended before, which shows nothing"
    threads[0].join()


def test_a_page_that_fails_gives_its_turn_on(runs: Runs) -> None:
    take_turns(longest_wait=60)
    with pytest.raises(ValueError, match="fails"):
        ScriptRunner._run_script(None, "fails")  # type: ignore[arg-type]
    ScriptRunner._run_script(None, None)  # type: ignore[arg-type]
    assert runs.most == 1
