"""The packs that a run makes: one about each scope of its audience, or the one that was asked for."""

from dataclasses import replace

from commissioning.errors import RequestError
from commissioning.packs.audiences import audience_named
from commissioning.packs.scopes import AUTHORITY_SCOPE, digest_in
from models.store.engine import reading
from models.store.packs import scopes_on_record
from tasks.gather import At, Gathered
from tasks.slots import PackSlot


def slots_of(slot: PackSlot, gathered: Gathered, at: At, *, scope: str) -> list[PackSlot]:
    """Return the packs to make: the one about ``scope``, by name or slug, or without it one a scope.

    A scope that has had a pack keeps the slug of that, though its name be spelt otherwise now.
    """
    if scope:
        found = [gathered.scope(replace(slot, scope=scope), at)]
    else:
        found = gathered.current_scopes(slot, at)
    with reading(slot.engine) as connection:
        recorded = scopes_on_record(connection, slot.profile.name, slot.audience)
    known = {digest_in(slug): slug for slug in recorded}
    slugs = [known.get(digest_in(each.slug), each.slug) for each in found]
    return [replace(slot, scope=slug) for slug in slugs]


def slot_of(slot: PackSlot, gathered: Gathered, at: At, *, scope: str) -> PackSlot:
    """Return the one pack about ``scope``; raises RequestError where the audience has several and none is named."""
    audience = audience_named(slot.audience)
    if audience.scope != AUTHORITY_SCOPE and not scope:
        raise RequestError(
            f"a pack of the past is one pack; name the {audience.scope} that it is about as its scope."
        )
    [only] = slots_of(slot, gathered, at, scope=scope)
    return only
