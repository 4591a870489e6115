"""Who may read which pack: the public part everybody, what holds exempt values whom the profile lets.

A request is let through to the rest with the packs' password alone, which is how one person at this
machine reads them; or with the password and the name of somebody signed in, which is how a reverse
proxy with single sign-on asks, and the profile says which names may read. A name without the password
is anybody's claim and counts for nothing.
"""

import base64
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath

from commissioning.errors import CommissioningError
from commissioning.packs.audiences import AUDIENCES
from commissioning.profile import Profile

SIGNED_IN = "X-Forwarded-User"


@dataclass(frozen=True)
class Gate:
    """The password of the packs, as ``user:password``, and how an authority's profile is read."""

    password: str
    read_profile: Callable[[str], Profile]

    def is_open(self, place: PurePath) -> bool:
        """Tell a file of a pack that the authority lets anybody read; ``place`` is where it is among the packs."""
        if len(place.parts) < 3:
            return False  # an index, which has the headlines of every pack
        authority, _period, name = place.parts[:3]
        audience = AUDIENCES.get(name.partition("-")[0])
        profile = self._profile(authority)
        return bool(audience and profile and audience.name in profile.packs.open)

    def admits(self, place: PurePath | None, headers: Mapping[str, str]) -> bool:
        """Tell whether whoever asks may read what is not open; ``place`` None is where nothing is."""
        if not self._has_password(headers.get("Authorization") or ""):
            return False
        name = headers.get(SIGNED_IN)
        if name is None:
            return True
        if place is None or len(place.parts) < 2:
            return bool(name)  # the front page, which names the authorities and no more
        profile = self._profile(place.parts[0])
        readers = profile.packs.readers if profile else ()
        return any(fnmatchcase(name.casefold(), reader.casefold()) for reader in readers)

    def _has_password(self, authorization: str) -> bool:
        kind, _, given = authorization.partition(" ")
        try:
            said = base64.b64decode(given, validate=True)
        except ValueError:  # no base64, or not even ASCII
            return False
        is_it = hmac.compare_digest(said, self.password.encode())
        return kind.casefold() == "basic" and is_it

    def _profile(self, authority: str) -> Profile | None:
        """Return the authority's profile; of one that is gone or cannot be read nothing is open."""
        try:
            return self.read_profile(authority)
        except CommissioningError:
            return None
