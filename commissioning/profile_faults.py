"""What is wrong with a profile, key by key, in the words of the person who wrote it."""

from pathlib import Path
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from commissioning.errors import BadFile, shown
from commissioning.profile import Profile
from commissioning.profile_tables import nearest

REFERENCE = "docs/reference/profile.md"
KINDS = {
    "string_type": ("text", "write it in quotes"),
    "bool_type": ("true or false", "write true or false, without quotes"),
    "int_type": ("a whole number", "write digits only, without quotes"),
    "float_type": ("a number", "write digits only, without quotes"),
    "date_type": ("a day", "write it as 2022-07-31, without quotes"),
    "tuple_type": ("a list", "write it in square brackets"),
    "dict_type": ("a table", "write its keys under a heading in square brackets"),
    "model_type": ("a table", "write its keys under a heading in square brackets"),
}
BOUNDS = {
    "greater_than": ("is too small", "use more than {gt}"),
    "greater_than_equal": ("is too small", "use {ge} or more"),
    "less_than_equal": ("is too large", "use {le} or less"),
}


def key_problem(
    path: Path,
    error: ErrorDetails,
    *,
    model: type[BaseModel] = Profile,
    reference: str = REFERENCE,
) -> BadFile:
    """Return what is wrong with one key of a file of ``model``, in the words of the person who wrote it."""
    what, remedy = explained(error, model, reference)
    found = error["input"]
    # An address may carry a password; a whole table says nothing that its key does not.
    tells = isinstance(found, str | int | float) and "://" not in str(found)
    if error["type"] in ("missing", "extra_forbidden") or {"notifications", "notify"} & {
        *error["loc"]
    }:
        tells = False
    value = str(found).lower() if isinstance(found, bool) else str(found)
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    key = key if key.isprintable() else shown(key)
    if not key:  # the file as a whole
        return BadFile(str(path), what, remedy)
    return BadFile(str(path), f"key {key} {what}", remedy, value=value if tells else None)


def explained(error: ErrorDetails, model: type[BaseModel], reference: str) -> tuple[str, str]:
    """Return what pydantic found wrong and how to mend it, as the end of 'key NAME …'."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "profile":
        return context["what"], context["remedy"]
    if kind == "extra_forbidden":
        known = keys_beside(error["loc"], model)
        near = nearest(str(error["loc"][-1]), known)
        return "is not known", f"the nearest is {near}" if near else f"use {', '.join(known)}"
    if kind == "missing":
        return "is missing", f"add it ({reference} says what it holds)"
    if kind == "literal_error":
        return "is not one of its choices", f"use {context['expected']}"
    if kind in KINDS:
        return f"is not {KINDS[kind][0]}", KINDS[kind][1]
    if kind in ("string_too_short", "too_short"):
        return "is empty", "fill it in"
    if kind in BOUNDS:
        return BOUNDS[kind][0], BOUNDS[kind][1].format(**context)
    said = str(context["error"]) if "error" in context else error["msg"]
    return f"is refused ({said})", f"{reference} says what it holds"


def keys_beside(loc: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """Return the keys that may stand where an unknown one was found."""
    for part in loc[:-1]:
        field = model.model_fields.get(str(part))
        kinds = (field.annotation, *get_args(field.annotation)) if field else ()
        tables = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
        model = tables[0] if tables else model
    return list(model.model_fields)
