"""Which hosts may be asked: those that the profile and its services name, and no address inside our own network.

A file's address, or a redirect, that led to this machine, to a neighbour or to the metadata of the
cloud it runs in would be fetched with our rights. So each is looked at, and the address that a host's
name turned out to have is looked at again once connected.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

LISTING = "list it under [fetching] hosts in the profile if it is to be trusted"


@dataclass(frozen=True)
class Allowed:
    """``named`` hosts are asked by https at public addresses; ``trusted`` ones as they are."""

    named: frozenset[str]
    trusted: frozenset[str] = frozenset()

    def refusal(self, address: str) -> tuple[str, str] | None:
        """Return why an address must not be asked, and the remedy, or None where it may be."""
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").casefold().rstrip(".")
            parts.port  # noqa: B018  # raises ValueError where it is no number
        except ValueError:
            return "it is not a web address", "check the address in the profile"
        if parts.scheme not in ("http", "https") or not host:
            scheme = parts.scheme or "nothing"
            return f"it begins with {scheme}, not https", "only https addresses are fetched"
        if host in self.trusted:
            return None
        if host not in self.named:
            return f"the host {host} is not one the profile names", LISTING
        if parts.scheme == "http":
            return (
                "it is plain http, which anyone on the way can change",
                f"use https, or {LISTING}",
            )
        return self.refusal_at(host, host)

    def refusal_at(self, host: str, number: str) -> tuple[str, str] | None:
        """Return why a host that has this IP address must not be asked; a name that is none passes."""
        if host.casefold().rstrip(".") in self.trusted:
            return None
        try:
            place = ip_address(number.strip("[]").partition("%")[0])
        except ValueError:
            return None
        if isinstance(place, IPv6Address):
            place = place.ipv4_mapped or place.sixtofour or place
        if place.is_global and not place.is_multicast:
            return None
        return f"the host {host} is at {number}, an address inside a network of our own", LISTING
