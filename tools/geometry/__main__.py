"""Builds the map's shapes, label points and land borders from an unpacked world-atlas package."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from tools.geometry.coverage import read_features
from tools.geometry.geojson import encoded
from tools.geometry.measures import Row, neighbours, points
from tools.geometry.sizes import SIZES, simplified

COUNTRIES = "countries-10m.json"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the build's files into the folder asked for, and print the name and size of each."""
    asked = parser().parse_args(arguments)
    files = built_files(asked.world_atlas / COUNTRIES, asked.states)
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (asked.out / name).write_bytes(content)
        print(f"{name}  {len(content):,} bytes")


def parser() -> argparse.ArgumentParser:
    """The options, all of them paths."""
    options = argparse.ArgumentParser(prog="python -m tools.geometry", description=__doc__)
    options.add_argument(
        "--world-atlas",
        type=Path,
        default=Path("node_modules/world-atlas"),
        help="folder of the unpacked npm package world-atlas 2.0.2 (default: %(default)s)",
    )
    options.add_argument(
        "--states",
        type=Path,
        default=Path("data/states.csv"),
        help="table of states with the columns iso3 and un_status (default: %(default)s)",
    )
    options.add_argument("--out", type=Path, required=True, help="folder to write into, made if missing")
    return options


def built_files(countries: Path, states: Path) -> dict[str, bytes]:
    """The content of every file by its name: each size of the map, `points.csv` and `neighbours.csv`."""
    features = read_features(countries, states)
    maps = {size.file: encoded(simplified(features, size), size.decimals) for size in SIZES}
    tables = {"points.csv": points(features), "neighbours.csv": neighbours(features)}
    return maps | {name: csv_bytes(rows) for name, rows in tables.items()}


def csv_bytes(rows: Sequence[Row]) -> bytes:
    """The rows as CSV in UTF-8 with the first row's keys for columns."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


if __name__ == "__main__":
    main()
