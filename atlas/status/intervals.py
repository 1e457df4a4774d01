"""From memberships to status intervals: who had which status from when until when, and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from atlas.status import basis
from atlas.status.memberships import ALWAYS, KEY, NEVER, dated_actions, memberships, treaties_in_force
from atlas.status.terms import BOUND, STATUSES
from atlas.tables import Tables


def intervals(tables: Tables) -> pd.DataFrame:
    """Half-open intervals that cover every day of every (treaty, state) exactly once.

    Columns treaty, iso3, status, since, until, certain, dated, contested_since, basis, source_ids, contest,
    contest_source; days are datetime64[s], NaT where an interval has no beginning or no end. `dated`: whether the day
    `since` is known; otherwise it is the first day on which an act is possible, or the last one of its consequence.
    """
    dated = dated_actions(tables)
    parts = [*_before_joining(tables, dated), *_since_joining(memberships(dated, treaties_in_force(tables)))]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[rows["since"] < rows["until"]]
    rows = _mark_contested(rows, tables["contests"])
    rows = rows.sort_values([*KEY, "since"], kind="stable", ignore_index=True)
    return rows.assign(
        status=pd.Categorical(rows["status"], STATUSES),
        since=rows["since"].where(rows["since"] > ALWAYS).astype("datetime64[s]"),
        until=rows["until"].where(rows["until"] < NEVER).astype("datetime64[s]"),
    )


def _part(
    rows: pd.DataFrame,
    status: str,
    since: object,
    until: object,
    basis: Sequence[str],
    sources: Sequence[str],
    *,
    certain: object = True,
    dated: object = True,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "treaty": rows["treaty"].to_numpy(),
            "iso3": rows["iso3"].to_numpy(),
            "status": status,
            "since": np.asarray(since, "datetime64[s]"),
            "until": np.asarray(until, "datetime64[s]"),
            "certain": certain,
            "dated": dated,
            "basis": list(basis),
            "source_ids": list(sources),
        }
    )


def _before_joining(tables: Tables, dated: pd.DataFrame) -> list[pd.DataFrame]:
    """not-open, not-yet-state, outside and signatory: the days before the first instrument."""
    treaties, codes = tables["treaties"], tables["state_codes"]
    pairs = treaties.merge(tables.states[["iso3"]], how="cross")
    pairs = pairs.merge(codes[["iso3", "independent_since", "source_id"]], "left", "iso3", suffixes=("", "_of_codes"))
    pairs = pairs.merge(dated.groupby(KEY)["first"].min().rename("acted"), "left", KEY)
    acted = _or(pairs["acted"], NEVER)
    opens = np.minimum(_or(pairs["opened_for_signature"].fillna(pairs["adopted"]), NEVER), acted)
    independent = np.clip(_or(pairs["independent_since"], ALWAYS), opens, acted)
    parts = [
        _part(pairs, "not-open", ALWAYS, opens, basis.not_open(pairs), pairs["source_id"]),
        _part(
            pairs,
            "not-yet-state",
            opens,
            independent,
            basis.not_yet_state(pairs),
            pairs["source_id_of_codes"].fillna(""),
        ),
        _part(pairs, "outside", independent, acted, basis.outside(pairs), pairs["source_id"]),
    ]
    return [*parts, *_signatory(dated)]


def _signatory(dated: pd.DataFrame) -> list[pd.DataFrame]:
    """Signed and not bound; uncertain as long as the signature may still lie ahead."""
    signed = dated[dated["action"] == "signature"].drop_duplicates(KEY)
    joined = dated[dated["joins"]].drop_duplicates(KEY)[[*KEY, "first"]].rename(columns={"first": "joined"})
    rows = signed.merge(joined, "left", KEY)
    end = _or(rows["joined"], NEVER)
    first = _or(rows["first"], NEVER)
    known = _or(rows["last"], NEVER)
    known = np.clip(known, first, np.maximum(first, end))
    reasons, signed_on = basis.signatory(rows), (rows["first"] == rows["last"]).to_numpy()
    return [
        _part(rows, "signatory", first, known, reasons, rows["source_id"], certain=False, dated=signed_on),
        _part(rows, "signatory", known, end, reasons, rows["source_id"], dated=signed_on),
    ]


def _since_joining(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """joining, party, withdrawing and withdrawn: the days from each instrument to the next one."""
    joined, in_force, notice, out = (_or(rows[name], NEVER) for name in ("join_first", "in_force", "notice", "out"))
    out_first, again = _or(rows["out_first"], NEVER), _or(rows["rejoined"], NEVER)
    leaving = np.minimum(np.maximum(notice, in_force), out)
    dates_known = (rows["notice_first"] == rows["notice_last"]).to_numpy()
    doubtful = np.clip(np.where(dates_known, out_first, leaving), leaving, out)
    bound, left, turned = _known_days(rows)
    join_source = rows["join_source_id"]
    notice_source = rows["notice_source_id"].fillna("")
    out_source = notice_source.where(rows["out_computed"], rows["stated_source_id"].fillna(""))
    departing = basis.leaving(rows, "bound until")
    known = (rows["join_first"] == rows["join_last"]).to_numpy()
    return [
        _part(
            rows,
            "joining",
            joined,
            np.minimum(in_force, out),
            basis.joining(rows),
            join_source,
            certain=known,
            dated=known,
        ),
        _part(rows, "party", in_force, leaving, basis.party(rows), join_source, dated=bound),
        _part(rows, "withdrawing", leaving, doubtful, departing, notice_source, dated=turned),
        _part(rows, "withdrawing", doubtful, out, departing, notice_source, certain=False, dated=turned),
        _part(rows, "withdrawn", out, again, basis.leaving(rows, "in effect"), out_source, dated=left),
    ]


def _known_days(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whether the day is known on which a state became bound, left, and began to leave; of memberships.

    A day is known where the first and the last possible day of the acts lead to the same one.
    """
    begun, in_force, out = (_or(rows[name], NEVER) for name in ("in_force_first", "in_force", "out"))
    first, last = (_or(rows[name], NEVER) for name in ("notice_first", "notice_last"))
    turned = np.minimum(np.maximum(first, begun), out) == np.minimum(np.maximum(last, in_force), out)
    return begun == in_force, _or(rows["out_first"], NEVER) == out, turned


def _mark_contested(rows: pd.DataFrame, contests: pd.DataFrame) -> pd.DataFrame:
    """Adds contested_since, contest and contest_source to the intervals in which a bound state's claim stands."""
    claims = contests.rename(columns={"date": "contested_since", "reason": "contest", "source_id": "contest_source"})
    claims = claims.drop(columns="action").sort_values("contested_since").drop_duplicates(KEY)
    marked = rows.merge(claims, "left", KEY)
    since = pd.to_datetime(marked["contested_since"], format="ISO8601").astype("datetime64[s]")
    stands = since.notna() & marked["status"].isin(BOUND) & (since < marked["until"])
    return marked.assign(
        contested_since=since.where(stands),
        contest=marked["contest"].where(stands, ""),
        contest_source=marked["contest_source"].where(stands, ""),
    )


def _or(column: object, instead: np.datetime64) -> np.ndarray:
    days = np.asarray(column, "datetime64[D]")
    return np.where(np.isnat(days), instead, days)
