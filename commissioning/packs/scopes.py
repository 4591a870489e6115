"""What each pack of an audience is about: the authority, a department, whoever manages agreements, a provider.

A pack about one of them is made of the agreements that are its own, and of what is known of those.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Literal
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.compliance.matrix import NO_DEPARTMENT, departments_of
from commissioning.folded_names import folded_once
from commissioning.identifiers import scheme_of
from commissioning.register import FRAMES, Register, awarded, live, looked_up
from commissioning.rules.by_department import DEPARTMENT, department_keys
from models.names import folded_text

ScopeKind = Literal["authority", "department", "commissioner", "provider"]
Places = dict[str, npt.NDArray[np.intp]]

AUTHORITY_SCOPE = "authority"
UNASSIGNED = "unassigned"
NOBODY = {"commissioner": "No commissioner recorded", "department": NO_DEPARTMENT}
STEM_LENGTH = 60
DIGEST_LENGTH = 10
NOWHERE: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)


@dataclass(frozen=True)
class Scope:
    """What one pack is about: its name as people read it, and the ``slug`` that files and commands have.

    ``key`` tells it from others of its kind: a name folded, or a provider's identifier. It is empty for
    agreements that have none of the kind, and for the authority as a whole.
    """

    kind: ScopeKind
    slug: str
    label: str = ""
    key: str = ""


WHOLE = Scope("authority", AUTHORITY_SCOPE)


def slug_of(name: str, kind: str, key: str) -> str:
    """Return a name as a path and a command can have it: small letters, digits and hyphens, never too long.

    Its last part is a digest of what tells it from others, so that no two names have one slug.
    """
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain)[:STEM_LENGTH].strip("-")
    digest = sha256(f"{kind}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{stem}-{digest[:DIGEST_LENGTH]}".lstrip("-")


def digest_in(slug: str) -> str:
    """Return the part of a slug that stays when a name is spelt otherwise."""
    return slug.rpartition("-")[2]


def name_in(slug: str) -> str:
    """Return what a slug says to people: its words, without the digest."""
    return (slug.rpartition("-")[0] or slug).replace("-", " ")


def owners(register: Register, kind: ScopeKind) -> pd.Series:
    """Return the key of whose each agreement is; empty where nobody is recorded.

    It is missing for an agreement without a provider, which is in no provider's pack.
    """
    agreements = register.agreements
    if kind == "commissioner":
        return folded_once(agreements["commissioner"]).fillna("").astype("str")
    if kind == "department":
        return department_keys(agreements["department"], register.department_names).fillna("")
    if kind == "provider":
        return agreements["provider_key"]
    return pd.Series("", agreements.index, dtype="str")


def called(register: Register, kind: ScopeKind) -> pd.Series:
    """Return what each agreement calls whose it is, as it is written."""
    agreements = register.agreements
    if kind == "department":
        return departments_of(agreements, register.department_names)
    return agreements["provider_name" if kind == "provider" else "commissioner"]


def scopes_of(register: Register, kind: ScopeKind) -> list[Scope]:
    """Return what packs of the kind there can be: one for each that an agreement names, by name.

    The name is as most agreements write it, the first in the alphabet of several. A provider without a
    name or a registered identifier, as one that was erased, has none.
    """
    if kind == "authority":
        return [WHOLE]
    written = pd.DataFrame({"key": owners(register, kind), "name": called(register, kind)})
    written = written.dropna(subset="key").fillna({"name": ""})
    counts = written.groupby(["key", "name"]).size().rename("agreements").reset_index()
    counts["is_nameless"] = counts["name"] == ""
    order = ["is_nameless", "agreements", "name"]
    first = counts.sort_values(order, ascending=[True, False, True]).drop_duplicates("key")
    found = [
        scope(kind, key, " ".join(name.split()))
        for key, name in first[["key", "name"]].to_numpy()
        if name or kind != "provider" or scheme_of(key)
    ]
    return sorted(found, key=lambda each: (each.key == "", each.label, each.key))


def scope(kind: ScopeKind, key: str, name: str) -> Scope:
    """Return the scope of a key; without one it is that of the agreements for which nobody is recorded."""
    if key == "":
        return Scope(kind, UNASSIGNED, NOBODY[kind])
    return Scope(kind, slug_of(name, kind, key), name or key, key)


def scope_called(scopes: Iterable[Scope], name: str) -> Scope | None:
    """Return the scope of a name or a slug, or None.

    A slug is known by its digest, for the name in it may have been spelt otherwise.
    """
    listed, digest = list(scopes), digest_in(name)
    if found := next((each for each in listed if digest_in(each.slug) == digest), None):
        return found
    return {folded_text(each.label): each for each in listed}.get(folded_text(name))


def current(register: Register, kind: ScopeKind, *, on: date, since: date) -> set[str]:
    """Return the keys that have something to report: an agreement live on the day, or that ended since."""
    agreements = register.agreements
    ended = awarded(agreements, on) & (agreements["ends_on"] >= pd.Timestamp(since))
    return set(owners(register, kind)[live(register, on) | ended].dropna())


class Divided:
    """A register and its results, parted once by whose each row is, for the packs of all of them."""

    def __init__(self, register: Register, results: pd.DataFrame, kind: ScopeKind) -> None:
        self._register, self._results = register, results
        own = owners(register, kind)
        by_id = own.set_axis(pd.Index(register.agreements["agreement_id"].tolist(), dtype="int64"))
        self._places: dict[str, Places] = {"agreements": places(own)}
        for name in frames_by_agreement(register):
            ids = getattr(register, name)["agreement_id"]
            self._places[name] = places(looked_up(ids, by_id))
        providers = register.agreements["provider_key"]
        self._providers = {
            str(key): sorted(set(keys)) for key, keys in providers.dropna().groupby(own)
        }
        self._of_providers = {
            name: places(register.provider_keys[name])
            for name in ("payments_by_provider", "providers")
        }
        is_department = kind == "department"
        paid_by = register.payments_by_department["department"]
        names = register.department_names
        self._of_departments = places(department_keys(paid_by, names)) if is_department else {}
        self._answers = places(answered_of(results, by_id))
        self._answers_of_providers = places(provider_of(results, register))
        self._answers_of_departments = (
            places(department_of(results, register)) if is_department else {}
        )

    def part(self, key: str) -> tuple[Register, pd.DataFrame]:
        """Return the register and the results of one scope; where it has no agreement they are empty."""
        register, keys = self._register, self._providers.get(key, [])
        frames: dict[str, Any] = {
            name: getattr(register, name).iloc[at.get(key, NOWHERE)]
            for name, at in self._places.items()
        }
        for name, at in self._of_providers.items():
            frames[name] = getattr(register, name).iloc[together(at, keys)]
        paid = register.payments_by_department
        frames["payments_by_department"] = paid.iloc[self._of_departments.get(key, NOWHERE)]
        answers = [
            self._answers.get(key, NOWHERE),
            together(self._answers_of_providers, keys),
            self._answers_of_departments.get(key, NOWHERE),
        ]
        return replace(register, **frames), self._results.iloc[np.sort(np.concatenate(answers))]


def frames_by_agreement(register: Register) -> list[str]:
    """Return the names of the register's frames whose rows are about agreements, beside the agreements."""
    return [
        name
        for name, columns in FRAMES.items()
        if "agreement_id" in columns and name != "agreements" and hasattr(register, name)
    ]


def places(keys: pd.Series) -> Places:
    """Return where the rows of each key stand; a row without one is nobody's."""
    found = pd.Series(np.arange(len(keys)), dtype="int64").groupby(keys.to_numpy(dtype=object))
    return {str(key): np.asarray(at, dtype=np.intp) for key, at in found.indices.items()}


def together(at: Places, keys: list[str]) -> npt.NDArray[np.intp]:
    """Return where the rows of several keys stand, in their order."""
    found = [at[key] for key in keys if key in at]
    return np.sort(np.concatenate(found)) if found else NOWHERE


def answered_of(results: pd.DataFrame, by_id: pd.Series) -> pd.Series:
    """Return whose agreement each result is about; missing where it is about no agreement."""
    ids = results["agreement_id"].astype("Int64")
    owner = looked_up(ids.fillna(-1).astype("int64"), by_id)
    return owner.mask(ids.isna())


def provider_of(results: pd.DataFrame, register: Register) -> pd.Series:
    """Return the key of the provider that each result is about; missing where it is about something else."""
    is_provider = results["subject_kind"] == "provider"
    named = results["reference"].str.removeprefix("provider:").where(is_provider)
    names = register.provider_names["name"]
    return named.map(dict(zip(names, names.index, strict=True)))


def department_of(results: pd.DataFrame, register: Register) -> pd.Series:
    """Return the key of the department that each result is about; missing where it is about something else."""
    is_department = results["subject_kind"] == "department"
    named = results["reference"].str.removeprefix(DEPARTMENT).where(is_department)
    return department_keys(named, register.department_names)
