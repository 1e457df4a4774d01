"""Addresses of the app's own files and pages, below `server.baseUrlPath` where that is set."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st


def base_path() -> str:
    """The path of the app without its last slash: "" or "/atlas"."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def static_address() -> str:
    """The path of the folder of static files: "/app/static"."""
    return f"{base_path()}/app/static"


def page_address(name: str, query: Mapping[str, str]) -> str:
    """The path of a page of the folder `pages` with a query: "/country?state=FIN"."""
    return f"{base_path()}/{name}?{urlencode(query)}" if query else f"{base_path()}/{name}"
