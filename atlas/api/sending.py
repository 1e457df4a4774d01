"""An answer as a response: which encoding the client takes, whether it has the answer already, and the headers."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES
from starlette.requests import Request
from starlette.responses import Response

from atlas.api.making import Made, tags

METHODS = ("GET", "HEAD", "OPTIONS")
CHECKED = "Atlas-Checked"
EXPOSED = ("Content-Disposition", "Content-Length", "ETag", "Link", "Repr-Digest", CHECKED)
KEEP = "public, max-age=3600, stale-while-revalidate=86400"
"""An hour without asking, and a day while it is asked again in the background: facts change once in weeks."""

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Any page may read any answer: there is nothing in it that is not public, and no cookie is looked at."""

PREFLIGHT = {
    **OPEN,
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
TAG = re.compile(r'"[^"]*"')
QUALITY = re.compile(r"q=([01](?:\.\d{0,3})?)$")
FIRM = tuple(each.removesuffix("*") for each in DEFAULT_EXCLUDED_CONTENT_TYPES)


def compressible(media_type: str) -> bool:
    """Whether an answer of that kind is compressed where the client takes it.

    These are exactly the kinds that the server around these routes would compress, which would not change the tag.
    """
    return not media_type.startswith(FIRM)


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client with this header reads gzip (RFC 9110, section 12.5.3)."""
    qualities = {}
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.partition(";")
        found = QUALITY.match(weight.strip())
        qualities[name.strip()] = float(found[1]) if found else 1.0
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0


def known_tag(if_none_match: str, answer: Made) -> str | None:
    """The tag of this content that a client names as the one it has, weak or strong, of any encoding; or None."""
    if if_none_match.strip() == "*":
        return answer.etag
    given = TAG.findall(if_none_match)
    return next((tag for tag in tags(answer.tag) if tag in given), None)


def disposition(name: str) -> str:
    """The header that gives a file its name: safe in ASCII, and exact in UTF-8 where ASCII is not enough."""
    plain = re.sub(r"[^ -~]|[\"\\]", "_", name)
    exact = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{exact}'


def response(request: Request, answer: Made, checked: str, described_by: str) -> Response:
    """The response to GET or HEAD: whole, or 304 where the client has the answer."""
    headers = {
        **OPEN,
        "ETag": answer.etag,
        "Cache-Control": KEEP,
        "Link": f'<{answer.canonical}>; rel="canonical", <{described_by}>; rel="describedby"; type="application/json"',
        CHECKED: checked,
    }
    if compressible(answer.media_type):
        headers["Vary"] = "Accept-Encoding"
    if "if-none-match" in request.headers:
        named = ", ".join(request.headers.getlist("if-none-match"))
        if tag := known_tag(named, answer):
            return Response(status_code=304, headers={**headers, "ETag": tag})
    headers |= {"Repr-Digest": answer.digest, "Content-Length": str(len(answer.body))}
    headers |= {"Content-Encoding": "gzip"} if answer.packed else {}
    headers |= {"Content-Disposition": answer.disposition} if answer.disposition else {}
    body = b"" if request.method == "HEAD" else answer.body
    return Response(body, media_type=answer.media_type, headers=headers)
