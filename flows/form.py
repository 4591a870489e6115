"""The form of each flow in the Prefect UI: labels in plain words, days to pick, authorities to choose.

Prefect makes the form of a flow's signature, and the help under each field of its ``Args``. What
neither tells is told here: without it a field is labelled by its raw name, and a day that may be left
empty is asked for by a pair of tabs, ``date`` and ``None``.
"""

import inspect
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from commissioning.errors import RequestError
from commissioning.settings import known_profiles, profile_folders
from flows.workplace import home_path

# Where the name itself, its underscores read as spaces, is not what a person would say.
LABELS = {
    "on": "Day",
    "known_at": "As known at",
    "only_on_working_day": "Only on this working day of the month",
    "output": "Written to",
    "pdf": "PDF as well",
    "by": "By whom",
}
Function = TypeVar("Function", bound=Callable[..., Any])


class AuthorityChoices:
    """The authorities that have a profile when the deployment is made: a choice, and none other is taken."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | authorities_known()


def form(**labels: str) -> Callable[[Function], Function]:
    """Return a decorator that fits a flow's function to be a form; labels are by parameter.

    What the function takes and gives stays as it is, but that an empty text is taken for no day.
    """

    def fitted(function: Function) -> Function:
        annotations = inspect.get_annotations(function)
        function.__annotations__ = {
            name: annotation if name == "return" else field(name, annotation, labels)
            for name, annotation in annotations.items()
        }
        return function

    return fitted


def field(name: str, annotation: Any, labels: dict[str, str]) -> Any:
    """Return a parameter's annotation with what its field in the form needs."""
    label = {"title": labels.get(name) or LABELS.get(name) or worded(name)}
    if annotation == date | None:
        # Without a default of its own kind the form would ask whether it is a date or None.
        picked = WithJsonSchema({"type": "string", "format": "date"})
        empty = Field(json_schema_extra=label | {"default": ""})
        return Annotated[annotation, BeforeValidator(none_if_empty), picked, empty]
    if name == "authority":
        annotation = Annotated[annotation, AuthorityChoices()]
    if name == "authorities":
        annotation = list[Annotated[str, AuthorityChoices()]]
    return Annotated[annotation, Field(json_schema_extra=label)]  # type: ignore[arg-type]


def worded(name: str) -> str:
    """Return a parameter's name as words: ``decided_by`` is "Decided by"."""
    return name.replace("_", " ").capitalize()


def none_if_empty(value: object) -> object:
    """Return what was picked, or None where nothing was."""
    return None if value == "" else value


def authorities_known() -> dict[str, list[str]]:
    """Return the choices of an authority; none where the folder of profiles cannot be looked into."""
    with suppress(RequestError):
        if known := known_profiles(profile_folders(home_path(os.environ), os.environ)):
            return {"enum": list(known)}
    return {}
