"""From actions to memberships: one row for each time a state joined a treaty."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from atlas.status.rules import apply_rules
from atlas.tables import Tables
from atlas.tables.dates import earliest, latest
from atlas.tables.record import JOINS, RANK

KEY = ["treaty", "iso3"]
ACTION = [*KEY, "action", "date"]
NEVER = np.datetime64("9999-12-31", "D")
ALWAYS = np.datetime64("0001-01-01", "D")


def possible_days(actions: pd.DataFrame, checked: date) -> pd.DataFrame:
    """The actions with `first` and `last` (datetime64): the days that the date of each can mean.

    What is known to be done was done by the day the data was checked, so `last` lies no later, unless the date itself
    names a later day. The day on which a withdrawal takes effect can be stated ahead, so nothing bounds it.
    """
    first = np.fmax(earliest(actions["date"].to_list()), actions["not_before"].to_numpy("datetime64[D]"))
    last = latest(actions["date"].to_list())
    done = np.maximum(first, np.minimum(last, np.datetime64(checked, "D")))
    stated = (actions["action"] == "withdrawal_effective").to_numpy()
    return actions.assign(first=first, last=np.where(stated, last, done))


def dated_actions(tables: Tables) -> pd.DataFrame:
    """The actions that change a status, in time order, with `first` and `last` (see `possible_days`) and `turn`.

    `turn` counts the joins of a state under a treaty so far: 0 before the first. A notice of withdrawal that is
    contested (`contests.csv`) changes no status and is left out, and so are claims such as a suspension.
    """
    actions = tables["actions"]
    contested = pd.MultiIndex.from_frame(tables["contests"][ACTION])
    effective = actions["action"].isin(list(RANK)) & ~pd.MultiIndex.from_frame(actions[ACTION]).isin(contested)
    kept = actions[effective]
    dated = possible_days(kept, tables.checked)
    dated = dated.assign(rank=kept["action"].map(RANK), joins=kept["action"].isin(JOINS))
    decisive = dated["last"].where(dated["action"] == "withdrawal_effective", dated["first"])
    dated = dated.assign(decisive=decisive).sort_values([*KEY, "decisive", "rank"], kind="stable", ignore_index=True)
    return dated.assign(turn=dated.groupby(KEY)["joins"].cumsum())


@lru_cache(maxsize=4)
def treaties_in_force(tables: Tables) -> pd.DataFrame:
    """The treaties with `reached`: the day of the instrument that made their threshold.

    Of each state the first instrument counts, by the last day that its date can mean. NaT where the rule does not lead
    from that day to the treaty's entry into force: the record then lacks instruments, or more than a number was needed.
    """
    dated = dated_actions(tables)
    first = dated[dated["joins"]].drop_duplicates(KEY).sort_values("last")
    place = first.groupby("treaty").cumcount() + 1
    threshold = first["treaty"].map(tables["treaties"].set_index("treaty")["threshold"])
    reached = first.loc[place == threshold, ["treaty", "last"]].rename(columns={"last": "reached"})
    treaties = tables["treaties"].merge(reached, "left", "treaty")
    leads = _by_rule(treaties, "reached") == _days(treaties["entry_into_force"])
    return treaties.assign(reached=treaties["reached"].where(leads))


def memberships(dated: pd.DataFrame, treaties: pd.DataFrame) -> pd.DataFrame:
    """One row a join: days `in_force_first`, `in_force`, `notice`, `out_first`, `out`, `rejoined`, with their actions.

    `in_force` = max(entry into force of the treaty, rule(last possible day of deposit)), except under a treaty whose
    rule for later states only reaches deposits made once it is in force (`joiner_from`): a state that deposits earlier
    is bound with the treaty. `with_treaty` tells the states that the treaty's own entry into force binds. `out` = the
    stated effective day, otherwise rule(last possible day of the notice), flagged in `out_computed`. `in_force_first`
    and `out_first` follow in the same way from the first possible days: where both are one day, it is known even if
    that of the act is not. Days that never come are `NEVER`.
    """
    join, notice, stated = (
        _turns(dated, actions, name)
        for actions, name in (
            (JOINS, "join"),
            (["withdrawal_notified"], "notice"),
            (["withdrawal_effective"], "stated"),
        )
    )
    rows = join.merge(notice, "left", [*KEY, "turn"]).merge(stated, "left", [*KEY, "turn"])
    rows = rows.merge(treaties, "left", "treaty", suffixes=("", "_of_treaty"))
    by_notice_first, by_notice = (_by_notice(rows, name) for name in ("notice_first", "notice_last"))
    stated_first, stated_last = _days(rows["stated_first"]), _days(rows["stated_last"])
    computed = np.isnat(stated_last)
    in_force, with_treaty = _entry(rows, "join_last")
    return rows.assign(
        with_treaty=with_treaty,
        in_force_first=_entry(rows, "join_first")[0],
        in_force=in_force,
        notice=_or_never(_days(rows["notice_first"])),
        out_first=_or_never(np.where(computed, by_notice_first, stated_first)),
        out=_or_never(np.where(computed, by_notice, stated_last)),
        out_computed=computed,
        rejoined=_or_never(_days(rows.groupby(KEY)["join_first"].shift(-1))),
    )


def _entry(rows: pd.DataFrame, deposit: str) -> tuple[np.ndarray, np.ndarray]:
    """The day on which the treaty enters into force for each state that deposits on the day in the column `deposit`.

    And whether that follows from the treaty's own entry into force: not for a state that deposits after the instrument
    that reached the threshold, even if the rule for later states leads it to the same day (Mine Ban Convention, article
    17(2): whoever deposits later in the month of the 40th instrument).
    """
    days, entry = _days(rows[deposit]), _days(rows["entry_into_force"])
    by_rule = _by_rule(rows, deposit)
    founding = (rows["joiner_from"] == "entry-into-force").to_numpy() & (days < entry)
    later = (by_rule == entry) & (days > _days(rows["reached"]))
    return np.where(founding, entry, np.maximum(by_rule, entry)), founding | ((by_rule <= entry) & ~later)


def _by_rule(rows: pd.DataFrame, deposit: str) -> np.ndarray:
    """The day to which the rule for later states leads from the day in the column `deposit`."""
    return apply_rules(rows["joiner_rule"], _days(rows[deposit]), rows["joiner_amount"].to_numpy("int64"))


def _by_notice(rows: pd.DataFrame, receipt: str) -> np.ndarray:
    """The day on which a withdrawal takes effect whose notice is received on the day in the column `receipt`."""
    return apply_rules(rows["notice_unit"], _days(rows[receipt]), rows["notice_amount"].to_numpy("int64"))


def _turns(dated: pd.DataFrame, actions: Collection[str], name: str) -> pd.DataFrame:
    chosen = dated[dated["action"].isin(list(actions))].drop_duplicates([*KEY, "turn"])
    columns = ["action", "date", "first", "last", "source_id"]
    named = chosen[[*KEY, "turn", *columns]]
    return named.rename(columns={column: f"{name}_{column}" for column in columns})


def _days(column: pd.Series) -> np.ndarray:
    return column.to_numpy("datetime64[D]")


def _or_never(days: np.ndarray) -> np.ndarray:
    return np.where(np.isnat(days), NEVER, days)
