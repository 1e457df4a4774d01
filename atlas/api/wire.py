"""How bytes leave: at once."""

from __future__ import annotations

import socket
from asyncio import base_events

INTERNET = (socket.AF_INET, socket.AF_INET6)


def send_at_once() -> None:
    """Turns Nagle's algorithm off for every connection of this process.

    The head of an answer and its body are written apart. With the algorithm the body waits until the client says that
    it has the head, which it does 40 ms later on a connection that is kept. asyncio turns it off for sockets that name
    TCP as their protocol; the one on which Streamlit listens names none.
    """
    base_events._set_nodelay = _undelayed  # type: ignore[attr-defined]


def _undelayed(connection: socket.socket) -> None:
    if connection.family in INTERNET and connection.type == socket.SOCK_STREAM:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
