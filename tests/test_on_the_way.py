"""Files and answers on their way to a reader arrive, whatever runs begin and end meanwhile."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import media_file_manager
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from atlas.ui.on_the_way import keep_on_the_way

STAY = 10.0


class Server:
    """The files of one server with several readers, at a time that the test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = 100.0
        self.reader = "anna"
        self.storage = MemoryMediaFileStorage("/media")
        self.files = MediaFileManager(self.storage)
        monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: self.reader)

    def draws(self, reader: str, file: bytes) -> str:
        """A run of the reader's page that offers the file: the id that its button has."""
        self.reader = reader
        self.files.clear_session_refs(reader)
        offered = self.files.add_deferred(lambda: file, "text/csv", "0.1", "rows.csv")
        self.files.remove_orphaned_files()
        return offered

    def others_read(self, runs: int = 100) -> None:
        for run in range(runs):
            self.draws(f"reader {run % 7}", b"")

    def stored(self, address: str) -> bytes:
        """What the browser gets at the address that the answer told."""
        return self.storage.get_file(address.rpartition("/")[2].partition(".")[0]).content


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    for of, name in (
        (ForwardMsgQueue, "clear"),
        (MediaFileManager, "remove_orphaned_files"),
        (MediaFileManager, "_remove_orphaned_deferred_callables"),
    ):
        monkeypatch.setattr(of, name, getattr(of, name))  # what is replaced below is put back in the end
    server = Server(monkeypatch)
    keep_on_the_way(STAY, lambda: server.time)
    return server


def message(kind: str) -> ForwardMsg:
    made = ForwardMsg()
    if kind == "answer":
        made.backend_operation_response.request_id = "7"
    elif kind == "drawing":
        made.delta.new_element.text.body = "Rows"
    else:
        made.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    return made


def kinds(queue: ForwardMsgQueue) -> list[str]:
    return [str(each.WhichOneof("type")) for each in queue.flush()]


@pytest.mark.parametrize("retain", [False, True])
@pytest.mark.parametrize("fragments", [None, ["a"]])
def test_a_new_run_clears_the_drawing_and_keeps_the_answer_once(
    server: Server, retain: bool, fragments: list[str] | None
) -> None:
    queue = ForwardMsgQueue()
    for kind in ("drawing", "answer", "end"):
        queue.enqueue(message(kind))
    queue.clear(retain, fragments)
    left = kinds(queue)
    assert left.count("backend_operation_response") == 1
    assert ("delta" in left) == (retain and fragments is not None)
    assert ("script_finished" in left) == retain


def test_a_file_that_was_made_is_there_while_others_come_and_go(server: Server) -> None:
    told = server.files.execute_deferred(server.draws("anna", b"rows"))
    server.others_read()
    assert server.stored(told) == b"rows"
    server.time += STAY
    server.others_read()
    assert server.stored(told) == b"rows"


def test_a_button_pressed_just_before_its_page_is_drawn_anew_gives_its_file(server: Server) -> None:
    pressed = server.draws("anna", b"rows of 2025")
    server.draws("anna", b"rows of 2026")
    server.others_read()
    assert server.stored(server.files.execute_deferred(pressed)) == b"rows of 2025"


def test_what_nobody_asks_for_any_more_is_forgotten_in_time(server: Server) -> None:
    pressed = server.draws("anna", b"rows")
    told = server.files.execute_deferred(pressed)
    kept = server.draws("anna", b"other rows")
    for _ in range(3):
        server.time += STAY
        server.others_read(1)
    with pytest.raises(MediaFileStorageError, match="not found"):
        server.files.execute_deferred(pressed)
    with pytest.raises(MediaFileStorageError):
        server.stored(told)
    assert server.stored(server.files.execute_deferred(kept)) == b"other rows"


def test_a_thousand_runs_later_only_what_is_shown_is_kept(server: Server) -> None:
    for run in range(1000):
        server.draws("anna", str(run).encode())
        server.time += 0.1
    assert len(server.files._deferred_callables) <= 2 * STAY / 0.1 + 1


def test_without_it_streamlit_would_lose_both(monkeypatch: pytest.MonkeyPatch) -> None:
    lossy = Server(monkeypatch)
    told = lossy.files.execute_deferred(lossy.draws("anna", b"rows"))
    lossy.others_read()
    with pytest.raises(MediaFileStorageError):
        lossy.stored(told)
    queue = ForwardMsgQueue()
    queue.enqueue(message("answer"))
    queue.clear(retain_lifecycle_msgs=True)
    assert kinds(queue) == []
