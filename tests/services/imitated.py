"""The services as they were seen to answer: what sources.md measured, put into an imitation."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.services.imitation import Asked, Reply, as_json

EXTRACTS = Path(__file__).parent / "extracts"
MOST = 100
REQUESTS, SECONDS = 12, 120.0  # Find a Tender's own limit

NOTICE = json.loads((EXTRACTS / "find_a_tender_032703-2026.json").read_bytes())
CONTRACTS_FINDER = [
    json.loads(line) for line in (EXTRACTS / "contracts_finder.jsonl").open(encoding="utf-8")
]
SELL2WALES = [json.loads(line) for line in (EXTRACTS / "sell2wales.jsonl").open(encoding="utf-8")]


def notice(number: int, *, buyer: str = "Harrogate Town Council") -> dict[str, object]:
    """Return the real notice under another number, as if another had been published."""
    [release] = NOTICE["releases"]
    named = {**release["buyer"], "name": buyer}
    return {
        **release,
        "ocid": f"ocds-h6vhtk-{number:06x}",
        "id": f"{number:06}-2026",
        "buyer": named,
    }


@dataclass
class FindATender:
    """Releases by the time of publication, which they do not tell, and the limit on questions.

    ``text`` turns a page into its text, so that a test can put into it what no JSON has.
    """

    published: list[tuple[datetime, dict[str, object]]]
    now: Callable[[], float] = lambda: 0.0
    text: Callable[[str], str] = str
    hides: Callable[[dict[str, object], timedelta], bool] = lambda _release, _length: False
    times: list[float] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Reply:
        """Return one page, or what the service says instead."""
        unknown = asked.parameters.keys() - {
            "limit",
            "cursor",
            "updatedFrom",
            "updatedTo",
            "stages",
        }
        if unknown or not asked.path.endswith("/ocdsReleasePackages"):
            return self._refused(asked, "Request parameters unknown")
        self.times = [at for at in self.times if at > self.now() - SECONDS]
        if len(self.times) >= REQUESTS:
            return too_many()
        self.times.append(self.now())
        start, end = (
            datetime.fromisoformat(asked.parameters[name]) for name in ("updatedFrom", "updatedTo")
        )
        if start >= end:
            return self._refused(asked, "updatedTo must be later than updatedFrom")
        limit = int(asked.parameters.get("limit", MOST))
        found = [
            release
            for at, release in sorted(self.published, key=lambda each: each[0], reverse=True)
            if start <= at <= end and not self.hides(release, end - start)
        ]
        links = {"next": f"{asked.path}?cursor=bG9zc3k="} if len(found) > limit else {}
        return Reply(self.text(_package(found[:limit], links)).encode())

    def _refused(self, asked: Asked, message: str) -> Reply:
        told = {"timestamp": "2026-04-10T10:00:00", "status": 400, "error": "Bad Request"}
        return as_json({**told, "message": message, "path": asked.path, "exception": "…"}, 400)


@dataclass
class ContractsFinder:
    """Releases by day and pages by cursor; ``spoil`` turns a page number into another answer."""

    published: Sequence[dict[str, object]]
    limit: int = MOST
    spoil: Callable[[int, Reply], Reply] = lambda _page, reply: reply
    next_of: Callable[[int], int] = lambda page: page + 1

    def __call__(self, asked: Asked) -> Reply:
        """Return one page in ISO-8859-1."""
        start, end = asked.parameters["publishedFrom"], asked.parameters["publishedTo"]
        found = [each for each in self.published if start <= str(each["date"])[:10] <= end]
        page = int(asked.parameters.get("cursor", "1"))
        part = found[(page - 1) * self.limit : page * self.limit]
        links = {}
        if page * self.limit < len(found):
            links["next"] = f"https://elsewhere.example/Search?cursor={self.next_of(page)}"
        body = _package(part, links).encode("iso-8859-1", "replace")
        return self.spoil(page, Reply(body))


def months_of(releases: Sequence[dict[str, object]], kind: str) -> Callable[[Asked], Reply]:
    """Return a devolved service that has these releases as notices of one type, and packages without any."""

    def answer(asked: Asked) -> Reply:
        month = "-".join(reversed(asked.parameters["dateFrom"].split("-")))
        found = [each for each in releases if str(each["date"]).startswith(month)]
        if asked.parameters["noticeType"] != kind or not found:
            return as_json({"uri": "https://api.sell2wales.gov.wales", "version": "1.1"})
        return Reply(_package(found, {}).encode())

    return answer


def too_many(after: str | None = "120") -> Reply:
    """Return Find a Tender's refusal, word for word."""
    said = b"Rate limit of 12 exceeded. Please retry after 120 seconds."
    headers = {"Retry-After": after} if after is not None else {}
    return Reply(said, 429, headers, kind="text/plain")


def _package(releases: Sequence[dict[str, object]], links: dict[str, str]) -> str:
    beside = {name: value for name, value in NOTICE.items() if name != "releases"}
    return json.dumps({**beside, "releases": releases, "links": links}, ensure_ascii=False)
