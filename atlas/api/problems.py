"""What is wrong with a request, as a problem of RFC 9457: it names what was asked and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from atlas.export import API, BadKey

MEDIA_TYPE = "application/problem+json"
KINDS: dict[str, tuple[int, str]] = {
    "bad-key": (400, "A key or its value is not allowed"),
    "too-much": (400, "The answer is larger than the largest that is given"),
    "not-in-this-format": (400, "The format cannot hold these rows"),
    "not-found": (404, "There is no such file"),
    "read-only": (405, "The routes can only be read"),
    "long-query": (414, "The query is too long"),
}
"""Each kind of problem: its status and its title. The keys stand in `type` and are permanent."""


class Problem(Exception):
    """A request that is not answered; `members` are further members of the problem, such as what is allowed."""

    def __init__(self, kind: str, detail: str, **members: Any) -> None:
        super().__init__(detail)
        self.status, self.title = KINDS[kind]
        self.kind = kind
        self.members = members

    def described(self, base: str, instance: str) -> dict[str, Any]:
        """The members of the problem, in the order of the standard; `instance` is what was asked."""
        return {
            "type": f"{base}{API}#{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": str(self),
            "instance": instance,
            **self.members,
        }


def bad_key(refused: BadKey, pairs: Iterable[tuple[str, str]]) -> Problem:
    """The problem of a key or value that was refused, with the value that was given for it and what is allowed."""
    given = [value for key, value in pairs if key == refused.key]
    allowed = {"allowed": list(refused.allowed)} if refused.allowed else {}
    return Problem("bad-key", str(refused), key=refused.key, value=",".join(given), **allowed)


def schema() -> Mapping[str, Any]:
    """The JSON Schema of a problem."""
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "A problem of RFC 9457.",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": {**text, "format": "uri-reference", "description": "Which kind of problem; the index lists them."},
            "title": {**text, "description": "The kind of problem in words."},
            "status": {"type": "integer", "enum": sorted({status for status, _ in KINDS.values()})},
            "detail": {**text, "description": "What is wrong here, and what is allowed."},
            "instance": {**text, "format": "uri-reference", "description": "What was asked."},
            "key": {**text, "description": "The key of the query that is wrong."},
            "value": {**text, "description": "The value that was given for it."},
            "allowed": {"type": "array", "items": text, "description": "Every value or name that is allowed."},
        },
    }
