"""Claims beside the record: sentences are read by rules, never guessed, and never called true without an act."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from atlas import __main__ as atlas_shell
from atlas import claims, words
from atlas.claims.dates import dates
from atlas.claims.record import file_of
from atlas.claims.sentences import LONGEST_SENTENCE, sentences
from atlas.status import History
from atlas.tables import Tables
from atlas.words import claims as said
from tests.conftest import Open

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests/cases/claim_sentences.csv"
COLUMNS = ["sentence", "iso3", "treaty", "kind", "date_said", "verdict", "record", "source_ids"]
JUDGED = ["iso3", "treaty", "kind", "date_said", "verdict"]


def cases() -> list[Any]:
    rows = list(csv.DictReader(CASES.open(encoding="utf-8", newline="")))
    return [
        pytest.param(sentence, [tuple(row[name] for name in JUDGED) for row in group if row["verdict"]], id=sentence)
        for sentence, group in ((key, list(each)) for key, each in groupby(rows, key=lambda row: row["sentence"]))
    ]


def judged(text: str, tables: Tables, history: History) -> list[tuple[str, ...]]:
    rows = claims.findings(text, tables, history)
    return [tuple(row) for row in rows[JUDGED].to_numpy().tolist()]


def verdicts(text: str, tables: Tables, history: History) -> list[tuple[str, ...]]:
    return [(found[0], found[1], found[-1]) for found in judged(text, tables, history)]


# --- sentences written for the rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("sentence", "expected"), cases())
def test_a_sentence_is_read_and_judged_as_it_was_decided(
    sentence: str, expected: list[tuple[str, ...]], tables: Tables, history: History
) -> None:
    assert judged(sentence, tables, history) == expected


def test_the_cases_hold_every_verdict_and_sentences_about_nothing() -> None:
    rows = list(csv.DictReader(CASES.open(encoding="utf-8", newline="")))
    assert len({row["sentence"] for row in rows}) >= 60
    assert {row["verdict"] for row in rows} == {*claims.VERDICTS, ""}


ARTICLE = """Finland leaves

The Ottawa Convention, signed in 1999, prohibits the use, stockpiling and production of anti-personnel mines. The US,
Russia and China are not parties to the convention, and several other nations have withdrawn or never joined. Finland,
another neighbouring country, officially withdrew in July 2023, citing national security.
"""


def test_the_article_names_its_treaty_a_sentence_before_and_the_record_is_shown(
    tables: Tables, history: History
) -> None:
    assert verdicts(ARTICLE, tables, history) == [
        ("USA", "mbt", "cannot-tell"),
        ("RUS", "mbt", "cannot-tell"),
        ("CHN", "mbt", "cannot-tell"),
        ("FIN", "mbt", "cannot-tell"),
    ]
    told = claims.findings(ARTICLE, tables, history).iloc[-1]
    assert "notice of withdrawal received 10 July 2025; withdrawal in effect 10 January 2026" in told["record"]
    assert told["source_ids"] == "UNTC-2026-02-MBT"


CONTEXTS = [
    ("Finland withdrew in July 2023.", ""),
    ("The Mine Ban Convention is old. Finland withdrew in July 2023.", "mbt"),
    ("The Mine Ban Convention is old. It rained. Finland withdrew in July 2023.", ""),
    ("The Mine Ban Convention is old. The treaty was debated. Finland withdrew in July 2023.", "mbt"),
    ("The Mine Ban Convention and the CCM are treaties. Finland withdrew in July 2023.", ""),
    ("The Paris Agreement is another treaty. Finland withdrew in July 2023.", ""),
    ("The CCM is old. Finland withdrew from the convention in July 2023.", "ccm"),
]


@pytest.mark.parametrize(("text", "treaty"), CONTEXTS)
def test_an_unnamed_treaty_is_that_of_the_sentence_just_before_and_is_never_judged(
    text: str, treaty: str, tables: Tables, history: History
) -> None:
    (found,) = verdicts(text, tables, history)
    assert found[1] == treaty
    assert found[2] == "cannot-tell"


def test_a_contested_withdrawal_is_told_as_contested(tables: Tables, history: History) -> None:
    told = claims.findings("North Korea withdrew from the NPT in 2003.", tables, history).iloc[0]
    assert told["verdict"] == "cannot-tell"
    assert "Contested: States parties disagree" in told["record"]


def test_a_consequence_whose_day_is_not_known_is_told_by_its_last_day(tables: Tables, history: History) -> None:
    told = claims.findings("Lebanon acceded to the Mine Ban Convention in 2026.", tables, history).iloc[0]
    assert told["record"].endswith("accession 2026; entry into force for the state 1 May 2027 at the latest.")
    known = claims.findings("Norway joined the Mine Ban Convention in 1998.", tables, history).iloc[0]
    assert "at the latest" not in known["record"]


def test_the_treaties_with_several_depositaries_are_known_from_the_data(tables: Tables, history: History) -> None:
    several = set(tables["treaties"].query("depositaries > 1")["treaty"])
    assert several == {"bwc", "npt"}
    for treaty in tables["treaties"]["treaty"]:
        assert file_of(tables, history, treaty, "NOR").several_depositaries == (treaty in several)


# --- every act of the record -----------------------------------------------------------------------------------------

VERBS = {
    "signature": "signed",
    "ratification": "ratified",
    "accession": "acceded to",
    "succession": "succeeded to",
    "acceptance": "deposited its instrument of acceptance of",
    "approval": "deposited its instrument of approval of",
    "withdrawal_notified": "gave notice of withdrawal from",
    "withdrawal_effective": "withdrew from",
}
TEMPLATES = ("{name} {verb} the {treaty} {on} {day}.", "{On} {day}, {name} {verb} the {treaty}.")


def told(tables: Tables, act: Any, template: str, years: int = 0, by: str = "short_name") -> str:
    """The act as a sentence, its date moved by some years."""
    text = f"{int(act.date[:4]) + years}{act.date[4:]}" if years else act.date
    text = text.replace("-02-29", "-02-28") if years else text
    return template.format(
        name=tables.row("states", act.iso3)["name"],
        verb=VERBS[act.action],
        treaty=tables.row("treaties", act.treaty)[by],
        on="on" if len(text) == 10 else "in",
        On="On" if len(text) == 10 else "In",
        day=words.long_date(text),
    )


def acts(tables: Tables) -> list[Any]:
    return [act for act in tables["actions"].itertuples(index=False) if act.action in VERBS]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("by", ["short_name", "official_title"])
def test_every_act_of_the_record_told_as_it_is_matches(
    template: str, by: str, tables: Tables, history: History
) -> None:
    every = acts(tables)
    assert len(every) > 2300
    wrong = []
    for act in every:
        text = told(tables, act, template, by=by)
        if verdicts(text, tables, history) != [(act.iso3, act.treaty, "matches")]:
            wrong.append(text)
    assert wrong == []


@given(some.data(), some.integers(-30, 30).filter(bool), some.sampled_from(TEMPLATES))
def test_an_act_told_with_another_year_never_matches(
    tables: Tables, history: History, data: some.DataObject, years: int, template: str
) -> None:
    act = data.draw(some.sampled_from(acts(tables)))
    for found in verdicts(told(tables, act, template, years), tables, history):
        assert found[-1] != "matches"


@given(some.data())
def test_an_act_told_of_another_state_matches_only_an_act_of_that_state(
    tables: Tables, history: History, data: some.DataObject
) -> None:
    every = acts(tables)
    act = data.draw(some.sampled_from(every))
    other = data.draw(some.sampled_from(tables.states["iso3"].to_list()))
    found = verdicts(told(tables, act._replace(iso3=other), TEMPLATES[0]), tables, history)
    has = (act.treaty, other, act.action, act.date) in {(e.treaty, e.iso3, e.action, e.date) for e in every}
    assert found == [(other, act.treaty, found[0][-1])]
    assert (found[0][-1] == "matches") == has


FRAMES = (
    "If {told}, others would follow.",
    "It is false that {told}.",
    "Did it happen that {told}?",
    "The minister denied that {told}.",
    "It is not true that {told}.",
    "Perhaps {told}.",
)


@given(some.data(), some.sampled_from(FRAMES))
def test_what_is_supposed_asked_or_denied_is_never_judged(
    tables: Tables, history: History, data: some.DataObject, frame: str
) -> None:
    act = data.draw(some.sampled_from(acts(tables)))
    text = frame.format(told=told(tables, act, TEMPLATES[0]).rstrip("."))
    assert {found[-1] for found in verdicts(text, tables, history)} <= {"cannot-tell"}


# --- any text --------------------------------------------------------------------------------------------------------

PIECES = [
    "Finland",
    "Georgia's",
    "withdrew",
    "never",
    "joined",
    "the Mine Ban Convention",
    "from",
    "in 2025",
    "by",
    "NPT",
    "10 July 2025",
    "and",
    ",",
    ".",
    "it",
    "which",
    "took effect",
    "is not a party to",
    "U.S.",
    "\n",
    "(",
    "“",
    "?",
    "Congo",
    "signed",
    "respectively",
    "between",
    "2012",
    "of",
    "after",
    "if",
]


@given(some.text(max_size=400) | some.lists(some.sampled_from(PIECES), max_size=60).map(" ".join))
def test_no_text_breaks_the_rules_and_nothing_of_it_is_changed(tables: Tables, history: History, text: str) -> None:
    rows = claims.findings(text, tables, history)
    assert list(rows) == COLUMNS
    assert set(rows["verdict"]) <= set(claims.VERDICTS)
    whole = " ".join(text.split())
    assert all(" ".join(sentence.split()) in whole for sentence in rows["sentence"])


@given(some.text(alphabet="ab .!?\n-•1)", max_size=200))
def test_sentences_lose_nothing_but_blanks_and_bullets(text: str) -> None:
    kept = "".join("".join(sentences(text)).split())
    letters = "".join(each for each in text if each in "ab")
    assert "".join(each for each in kept if each in "ab") == letters


def test_html_and_markdown_stay_text(tables: Tables, history: History) -> None:
    text = "<b>Finland</b> withdrew from the **Mine Ban Convention** <script>alert(1)</script> in [July 2023](x)."
    assert set(claims.findings(text, tables, history)["sentence"]) == {text}


def test_20_000_characters_are_read_and_one_more_is_refused(tables: Tables, history: History) -> None:
    full = ("Finland withdrew from the Mine Ban Convention in July 2023. " * 400)[: claims.LONGEST]
    assert len(claims.findings(full, tables, history)) == 333
    with pytest.raises(claims.TooLong, match="20,001 characters; at most 20,000"):
        claims.findings(full + "x", tables, history)


def test_a_text_without_full_stops_is_cut_at_blanks(tables: Tables, history: History) -> None:
    text = ("Finland joined Norway " * 900)[: claims.LONGEST]
    assert max(map(len, sentences(text))) <= LONGEST_SENTENCE
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


SPLIT = [
    ("Norway signed on Dec. 3. It rained.", ["Norway signed on Dec. 3.", "It rained."]),
    ("The U.S. Senate voted. Mr. Smith left.", ["The U.S. Senate voted.", "Mr. Smith left."]),
    ("- one item\n- another item", ["one item", "another item"]),
    ("A heading\nThe text wraps over\ntwo lines.", ["A heading", "The text wraps over two lines."]),
    ("He said: “It left.” Then it rained.", ["He said: “It left.”", "Then it rained."]),
    ("1) first\n2) second", ["first", "second"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_a_text_is_cut_into_its_sentences(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


DATES = [
    ("on 10 July 2025", "2025-07-10", True),
    ("on July 10, 2025", "2025-07-10", True),
    ("on the 10th of July 2025", "2025-07-10", True),
    ("on 2025-07-10", "2025-07-10", True),
    ("on Jul. 10, 2025", "2025-07-10", True),
    ("in July 2023", "2023-07", True),
    ("in May 2025", "2025-05", True),
    ("in 2023", "2023", True),
    ("on 25/09/2003", "2003-09-25", True),
    ("on 10/07/2025", "10/07/2025", False),
    ("on 31 February 2025", "31 February 2025", False),
    ("last July", "last July", False),
    ("in late 2025", "2025", False),
    ("in mid-2025", "mid-2025", False),
    ("by 2010", "2010", False),
    ("since 2012", "2012", False),
    ("from 1997 to 1999", "1997 to 1999", False),
    ("in the 1990s", "1990s", False),
    ("on 3 and 4 December 1997", "3 and 4 December 1997", False),
    ("two years ago", "two years ago", False),
]


@pytest.mark.parametrize(("text", "iso", "sure"), DATES)
def test_a_date_is_as_precise_as_it_was_said(text: str, iso: str, sure: bool) -> None:
    (found,) = dates(f"Finland left {text}.")
    assert (found.iso, found.sure) == (iso, sure)


@given(some.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    forms = (words.long_day(day), day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}")
    assert [[found.iso for found in dates(form)] for form in forms] == [[day.isoformat()]] * len(forms)


@pytest.mark.parametrize("text", ["$2025", "1,2025", "20251", "2025%", "A2025", "the year", "may have", "12:2025:3"])
def test_numbers_that_are_no_dates_are_not_read_as_dates(text: str) -> None:
    assert [found.iso for found in dates(text) if found.sure and len(text) < 9] == []


# --- words -----------------------------------------------------------------------------------------------------------


def test_every_reason_and_kind_of_the_rules_has_words(tables: Tables) -> None:
    kinds = {kind for kind, _, _ in claims.acts.ACTS} - {"takes_effect"}
    assert all(said.kind_label(kind) and said.kind_label(f"not_{kind.removeprefix('not_')}") for kind in kinds)
    actions = tables.package.table("actions").field("action").constraints["enum"]
    assert set(actions) <= set(said.FACT_LABELS)
    verdict = tables.package.table("claims").field("verdict").constraints["enum"]
    assert list(said.VERDICT_LABELS) == list(said.VERDICT_MEANINGS) == verdict


# --- the table of claims ---------------------------------------------------------------------------------------------


def test_every_claim_leads_to_a_day_or_an_event_of_the_treaty(tables: Tables) -> None:
    for claim in tables["claims"].itertuples(index=False):
        days = [date.fromisoformat(day) for day in claim.days.split(";") if day]
        assert days or claim.events, claim.claim_id
        assert all(date(1997, 1, 1) <= day <= tables.checked for day in days), claim.claim_id


def test_the_claim_on_finland_leads_to_the_three_days_of_the_record(tables: Tables) -> None:
    claim = tables.row("claims", "C19")
    assert (claim["states"], claim["days"]) == ("FIN", "2023-07-10;2025-07-10;2026-01-10")


# --- the shell -------------------------------------------------------------------------------------------------------


class Result(NamedTuple):
    output: str
    errors: str
    code: int


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tables: Tables, history: History
) -> Callable[..., Result]:
    """Runs `python -m atlas claims` in this process, with bytes on standard input."""
    monkeypatch.setattr("atlas.tables.load", lambda folder=None: tables)
    monkeypatch.setattr("atlas.status.build", lambda facts: history)

    def run(*arguments: str, given: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["atlas", "claims", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = 0
        try:
            atlas_shell.main()
        except SystemExit as end:
            code = end.code
        printed = capsysbinary.readouterr()
        return Result(printed.out.decode("utf-8"), printed.err.decode("utf-8"), code)

    return run


def test_json_is_a_list_of_objects_with_the_keys_of_the_contract(shell: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(
        "Nothing known. Estonia and Finland left the Mine Ban Convention in January 2026.", encoding="utf-8"
    )
    result = shell(str(file), "--format", "json")
    found = json.loads(result.output)
    assert (result.code, result.errors) == (0, "")
    assert [list(row) for row in found] == [COLUMNS, COLUMNS]
    assert [(row["iso3"], row["date_said"], row["verdict"]) for row in found] == [
        ("EST", "2026-01", "contradicts"),
        ("FIN", "2026-01", "matches"),
    ]


def test_standard_input_is_read_and_csv_has_the_same_columns(shell: Callable[..., Result]) -> None:
    text = "\ufeffTürkiye acceded to the Mine Ban Convention in 2003."
    rows = list(csv.DictReader(io.StringIO(shell("-", given=text.encode()).output)))
    assert [(list(row), row["iso3"], row["verdict"]) for row in rows] == [(COLUMNS, "TUR", "matches")]


def test_a_text_about_nothing_is_an_empty_list(shell: Callable[..., Result]) -> None:
    assert shell("-", "--format", "json", given=b"The weather was mild.") == Result("[]\n", "", 0)
    assert shell("-", given=b"").output == ",".join(COLUMNS) + "\n"


REFUSED = [
    (b"caf\xe9", "not UTF-8: byte 0xe9 at 3"),
    (b"PNG\0\0", "holds a NUL character"),
    (b"x" * 20_001, "has 20,001 characters; at most 20,000"),
    (b"x" * 80_001, "more than 20,000 characters"),
]


@pytest.mark.parametrize(("content", "said"), REFUSED, ids=lambda each: str(each)[:12])
def test_what_is_no_text_or_too_long_is_one_line_and_exit_2(
    content: bytes, said: str, shell: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(content)
    for result in (shell(str(file)), shell("-", given=content)):
        assert (result.output, result.code) == ("", 2)
        assert said in result.errors
        assert result.errors.count("\n") == 1


def test_a_file_that_cannot_be_read_is_one_line_and_exit_2(shell: Callable[..., Result], tmp_path: Path) -> None:
    for path, problem in ((tmp_path / "none.txt", "No such file"), (tmp_path, "Is a directory")):
        result = shell(str(path))
        assert (result.output, result.code) == ("", 2)
        assert problem in result.errors
        assert result.errors.count("\n") == 1


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(opened: Open) -> Open:
    """Opens the page of these tests by a link."""
    return partial(opened, "claims")


def links(app: AppTest) -> dict[str, str]:
    """The address of every link below the menu by its label."""
    return {link.proto.label: link.proto.query_string for link in app.main.get("page_link")}


def listed(app: AppTest) -> list[str]:
    return [each.label for each in app.expander if " · " in each.label]


def read(app: AppTest, text: str) -> AppTest:
    app.text_area(key="claim-text").set_value(text)
    next(button for button in app.button if "beside the record" in button.label).click()
    return app.run()


def test_the_page_lists_every_claim_with_its_verdict_in_words(opened: Open, tables: Tables) -> None:
    app = opened()
    assert not app.exception
    assert len(listed(app)) == len(tables["claims"]) == 24
    assert all(label.split("**")[1] in said.VERDICT_LABELS.values() for label in listed(app))
    assert not app.main.header


@pytest.mark.parametrize("verdict", said.VERDICT_LABELS)
def test_a_filter_shows_the_claims_of_its_verdict(verdict: str, opened: Open, tables: Tables) -> None:
    app = opened()
    app.pills(key="filter-verdict").set_value([verdict]).run()
    assert dict(app.query_params) == {"verdict": verdict}
    expected = (tables["claims"]["verdict"] == verdict).sum()
    assert len(listed(app)) == expected > 0
    assert all(f"**{said.VERDICT_LABELS[verdict]}**" in label for label in listed(app))
    (button,) = [each for each in app.get("download_button") if "claim" in each.proto.label]
    assert f"{expected} claims" in button.proto.label


def test_a_link_with_verdicts_shows_their_claims_and_no_others(opened: Open, tables: Tables) -> None:
    app = opened(verdict="contradicted,partly")
    assert set(app.pills(key="filter-verdict").value) == {"partly", "contradicted"}
    assert len(listed(app)) == tables["claims"]["verdict"].isin(["partly", "contradicted"]).sum()
    assert len(listed(opened(verdict="nonsense"))) == 24


def test_a_link_opens_its_claim_with_the_days_to_see(opened: Open) -> None:
    app = opened(claim="c19")
    assert app.main.header[0].value == "C19\\: Finland officially withdrew in July 2023"
    found = links(app)
    assert found["Map, 10 July 2023: party"] == "on=2023-07-10&state=FIN"
    assert found["Map, 10 July 2025: leaving, still bound"] == "on=2025-07-10&state=FIN"
    assert found["Map, 10 January 2026: left"] == "on=2026-01-10&state=FIN"
    assert found["Finland, 10 January 2026"] == "on=2026-01-10&state=FIN"


@pytest.mark.parametrize("number", range(1, 25))
def test_every_claim_leads_to_every_day_and_event_it_names(number: int, opened: Open, tables: Tables) -> None:
    claim = tables.row("claims", f"C{number:02}")
    app = opened(claim=claim["claim_id"])
    assert not app.exception
    maps = [label for label in links(app) if label.startswith("Map, ")]
    days = [words.long_day(date.fromisoformat(text)) for text in claim["days"].split(";") if text]
    assert [label.removeprefix("Map, ").split(":")[0] for label in maps] == days
    events = [query for label, query in links(app).items() if label.startswith("Timeline, ")]
    assert [parse_qs(query)["event"][0] for query in events] == [key for key in claim["events"].split(";") if key]


def test_a_pasted_sentence_leads_to_the_map_of_the_day_it_means(opened: Open) -> None:
    found = links(read(opened(), "Finland left the Ottawa Convention in July 2023."))
    assert found == {"Map, 31 July 2023: party": "on=2023-07-31&state=FIN"}


def test_the_claims_before_and_after_are_one_step_away(opened: Open) -> None:
    app = opened(claim="C01")
    previous, following, close = (
        next(button for button in app.button if button.label == label)
        for label in ("Previous claim", "Next claim", "Close")
    )
    assert previous.disabled
    following.click().run()
    assert dict(app.query_params) == {"claim": "C02"}
    next(button for button in app.button if button.label == "Close").click().run()
    assert "claim" not in app.query_params
    assert close.label == "Close"


def test_a_claim_that_is_none_is_named_and_the_list_stands(opened: Open) -> None:
    app = opened(claim="C99")
    assert not app.exception
    assert '"C99" is not a claim' in app.warning[0].value
    assert len(listed(app)) == 24


def test_a_pasted_text_is_put_beside_the_record(opened: Open) -> None:
    app = read(opened(), ARTICLE)
    assert not app.exception
    shown = " ".join(each.value for each in app.markdown)
    assert "Cannot tell: 4" in shown
    assert "withdrawal in effect 10 January 2026" in shown
    assert any("Finland, another neighbouring country" in each.value for each in app.text)
    assert dict(app.query_params) == {}


def test_a_pasted_text_is_shown_as_text_only(opened: Open) -> None:
    text = "<img src=x onerror=alert(1)> **Finland** withdrew from the CCM [last July](javascript:alert(1)) in `2023`."
    app = read(opened(), text)
    assert [each.value for each in app.text] == [text]
    others = " ".join(each.value for each in (*app.markdown, *app.caption))
    assert "onerror" not in others
    assert "](javascript" not in others


def test_an_empty_text_says_nothing_and_one_about_nothing_says_so(opened: Open) -> None:
    app = read(opened(), "  \n ")
    assert not app.info
    assert not app.error
    assert "No sentence says" in read(app, "The weather was mild.").info[0].value


def test_a_text_that_is_too_long_is_refused_whole(opened: Open) -> None:
    app = read(opened(), "Finland left the Mine Ban Convention in 2023. " * 500)
    assert "23,000 characters; at most 20,000" in app.error[0].value
    assert not app.text
