"""How every figure is shown: in the colours of the reader's theme, without plotly's own toolbar."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

CONFIG: dict[str, bool] = {"displayModeBar": False, "scrollZoom": False, "showTips": False}


def theme() -> str:
    """The name of the colours that the reader has: "light" or "dark"."""
    return st.context.theme.type or "light"


def show_chart(figure: go.Figure, key: str, **options: Any) -> None:
    """Draws a figure, which sessions may share and nobody changes; options are those of `st.plotly_chart`."""
    st.plotly_chart(figure, theme=None, key=key, config=CONFIG, **options)
