"""The same map as most tutorials write it: rows of one year, the GeoJSON inline, everything drawn anew on a change."""

import json
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

from atlas import status, tables
from atlas.figures.palette import STATUS_COLOURS
from atlas.selection import Choice, status_rows
from atlas.selection.rows import first_day, year_days

WORLD = Path(__file__).parents[2] / "static/geo/world-medium-1.geojson"


@st.cache_data
def load_geometry() -> dict:
    return json.loads(WORLD.read_text(encoding="utf-8"))


@st.cache_data
def load_rows() -> pd.DataFrame:
    facts = tables.load()
    history = status.build(facts)
    years = []
    for day in year_days(facts, first_day(facts, "mbt").year, facts.checked.year):
        rows = status_rows(history, facts, Choice(treaty="mbt", on=day))
        years.append(rows.assign(year=day.year, status=rows["status"].astype("str")))
    return pd.concat(years, ignore_index=True)


st.set_page_config(page_title="Mine Ban Convention", layout="wide")
st.title("Mine Ban Convention")
everything = load_rows()
first, last = int(everything["year"].min()), int(everything["year"].max())
year = st.slider("Year", first, last, last)
shown = everything[everything["year"] == year]
figure = px.choropleth(
    shown,
    geojson=load_geometry(),
    locations="iso3",
    color="status",
    color_discrete_map=STATUS_COLOURS,
    hover_name="name",
    title=str(year),
)
st.plotly_chart(figure)
st.dataframe(shown[["name", "status", "since", "until"]])
