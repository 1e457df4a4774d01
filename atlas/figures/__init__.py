"""Table in, Plotly figure out. Nothing here knows Streamlit, a file or a clock."""

from atlas.figures.timeline import timeline

__all__ = ["timeline"]
