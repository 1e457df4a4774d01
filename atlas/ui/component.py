"""Components whose code is one module that the browser fetches once, by its address, and keeps."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import streamlit as st

from atlas.assets import VENDOR, LateFile, write_assets
from atlas.ui.addresses import static_address
from atlas.ui.facts import ASSETS_IN_MEMORY

LOADER = """
const address = new URL("{address}", document.baseURI).href
let module
export default component => {{
  module ??= import(address)
  module.then(({{ default: show }}) => show(component)).catch(problem => {{
    module = undefined
    component.parentElement.textContent = `{failed}`
  }})
}}
"""
"""What is sent with every run: the module itself comes once."""


@lru_cache(maxsize=4)
def module_component(name: str, address: str, *, waiting: str, failed: str) -> Any:
    """A component that shows the text `waiting` until its module is there, and `failed` where it cannot be had.

    `failed` is the inside of a JavaScript template; `${problem.message}` in it says why.
    """
    script = LOADER.format(address=address, failed=failed)
    return st.components.v2.component(name, html=f"<p>{waiting}</p>", js=script, isolate_styles=False)


def late_address(late: LateFile) -> str:
    """The address of a file that is made when the first reader needs it; written where no server keeps it in memory."""
    if not os.environ.get(ASSETS_IN_MEMORY):
        write_assets(dict([late.file]))
    return f"{static_address()}/{VENDOR}/{late.name}"
