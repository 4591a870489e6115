"""Somebody at the Prefect UI in a real Chromium: signs in, fills in forms, follows what a run shows."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from tests.deployments.serving import Served, eventually

CHROMIUM = Path("/usr/bin/chromium")
SCREEN = {"width": 1100, "height": 900}
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED", "PAUSED")


class Choice(str):
    """What is chosen from a dropdown."""


class Person:
    """Somebody at the UI, who keeps a picture of each page in a folder."""

    def __init__(self, served: Served, page: Any, pictures: Path) -> None:
        self.served, self.page, self.pictures = served, page, pictures
        self.api = served.api_to_write()
        flows = {each["id"]: each["name"] for each in self.api.post("flows/filter", json={}).json()}
        every = self.api.post("deployments/filter", json={}).json()
        # One form a flow: those of other authorities and audiences differ in what they are filled with.
        self.deployments = {
            flows[each["flow_id"]]: each["id"] for each in every if each["name"] == "salford"
        }

    def sign_in(self) -> None:
        self.page.goto(self.served.address)
        self.page.locator("input[type=password]").fill(self.served.password)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("link", name="Deployments").wait_for()

    def open_form(self, flow: str) -> None:
        """Open the form by the deployment's own page, as a person finds it."""
        self.page.goto(f"{self.served.address}/v2/deployments/deployment/{self.deployments[flow]}")
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Custom run").click()
        self.page.get_by_role("button", name="Submit").wait_for()
        self.field("Day of recording" if flow == "record-decision" else "").first.wait_for()

    def field(self, label: str) -> Any:
        """Return the field under a label, required or optional; of no label every field."""
        if not label:
            return self.page.locator("form fieldset")
        words = re.compile(rf"^{re.escape(label)}( \(Optional\))?$")
        named = self.page.locator("label", has_text=words).get_attribute("for")
        return self.page.locator(f'[id="{named}"]')

    def fill(self, **fields: object) -> None:
        """Fill in fields by their labels, with ``_`` for a space; a list is what alone stays chosen."""
        for name, value in fields.items():
            field = self.field(name.replace("_", " "))
            if isinstance(value, date):
                field.click()
                self.page.get_by_label("Date (yyyy-MM-dd)").fill(value.isoformat())
                self.page.keyboard.press("Enter")
                self.page.keyboard.press("Escape")
            elif isinstance(value, list | Choice):
                field.click()
                for option in value if isinstance(value, list) else [value]:
                    self.page.get_by_role("option", name=option, exact=True).click()
                self.page.keyboard.press("Escape")
            elif value is True:
                field.click()
            else:
                field.fill(str(value))

    def submit(self, flow: str, **fields: object) -> str:
        """Fill in the flow's form, submit it and return the number of the run."""
        self.open_form(flow)
        self.fill(**fields)
        self.picture(flow)
        with self.page.expect_response(re.compile("create_flow_run")) as answer:
            self.page.get_by_role("button", name="Submit").click()
        assert answer.value.status == 201, f"{flow}: {answer.value.text()}"
        return str(answer.value.json()["id"])

    def state(self, run: str) -> dict[str, Any]:
        return self.api.get(f"flow_runs/{run}").json()

    def ended(self, run: str, seconds: float = 300) -> dict[str, Any]:
        """Return a run once it has come to its end, or waits for somebody."""
        eventually(lambda: self.state(run)["state"]["type"] in ENDED, seconds)
        return self.state(run)

    def open_run(self, run: str, tab: str = "Artifacts") -> None:
        self.page.goto(f"{self.served.address}/v2/runs/flow-run/{run}")
        self.page.get_by_role("tab", name=tab, exact=True).click()

    def open_artifact(self, run: str, key: str) -> None:
        """Open the newest artifact of a run's page that is of this name."""
        self.open_run(run)
        self.page.get_by_text(key, exact=True).click()
        self.page.locator("a[href*='/artifacts/artifact/']").first.click()

    def picture(self, name: str) -> None:
        """Keep a picture of all of the page, as tall as it is."""
        tall = "Math.max(...[...document.querySelectorAll('*')].map(one => one.scrollHeight))"
        self.page.set_viewport_size({**SCREEN, "height": self.page.evaluate(tall) + 40})
        time.sleep(0.1)
        self.page.screenshot(path=self.pictures / f"{name}.png")
        self.page.set_viewport_size(SCREEN)


@contextmanager
def person_at(served: Served, pictures: Path) -> Iterator[Person]:
    """Yield somebody at a browser who knows the passwords of both servers."""
    from playwright.sync_api import sync_playwright

    user, _, word = (served.home / "packs-password").read_text().strip().partition(":")
    with sync_playwright() as started:
        chromium = started.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        packs = f"http://127.0.0.1:{served.packs_port}"
        context = chromium.new_context(
            viewport=SCREEN,
            http_credentials={"username": user, "password": word, "origin": packs},
        )
        context.set_default_timeout(60_000)
        yield Person(served, context.new_page(), pictures)
        chromium.close()
