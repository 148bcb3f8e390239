"""Which internet addresses are public: all others may be machines of the installation's own."""

from ipaddress import (
    IPv4Address,
    IPv6Address,
    ip_address,
    ip_network,
)

NAT64 = ip_network("64:ff9b::/96")
UNICAST = ip_network("2000::/3")
"""All of IPv6 that was ever given out to the public."""
NOT_PUBLIC = (
    # Relays of 6to4: withdrawn, though Python calls them global.
    ip_network("192.88.99.0/24"),
    # Where a cloud's machines ask about themselves, at an address that looks like any other.
    ip_network("168.63.129.16/32"),
    ip_network("3fff::/20"),
)


def is_public(address: str) -> bool:
    """Say whether an address leads out of the installation, whatever it is wrapped in."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _unwrapped(found)
    if inner is None:
        return False
    if isinstance(inner, IPv6Address) and (inner not in UNICAST or inner.is_site_local):
        return False
    return (
        inner.is_global
        and not inner.is_multicast
        and not inner.is_reserved
        and not any(inner in network for network in NOT_PUBLIC)
    )


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address | None:
    """Give the address that packets end up at; None: nobody can tell."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.teredo is not None:
        return None
    if address.sixtofour is not None:
        return address.sixtofour
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
