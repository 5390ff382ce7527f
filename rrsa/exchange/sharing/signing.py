"""Signatures: that what is read was written by whoever shared first, and has not been changed since.

Ed25519, both keys as hexadecimal digits. The private one is made at the first share and stays in the
setting's own database; whoever takes the setting over goes on with it. A signature says nothing of who a
person is, and keeps nothing secret.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rrsa.store.shared import Keys

KEY = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")

_FOR = b"rrsa sharing 1\n"  # so that a signature made for this is good for nothing else


def new_keys() -> Keys:
    """A new pair of keys."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from rrsa.store.shared import Keys

    private = Ed25519PrivateKey.generate()
    return Keys(private.private_bytes_raw().hex(), private.public_key().public_bytes_raw().hex())


def sign(keys: Keys, text: str) -> str:
    """The signature of ``text``."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(keys.private))
    return private.sign(_FOR + text.encode()).hex()


def fits(key: str, text: str, signature: str) -> bool:
    """Whether ``signature`` was made of exactly this text with the key that belongs to ``key``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not KEY.fullmatch(key) or not SIGNATURE.fullmatch(signature):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), _FOR + text.encode()
        )
    except (InvalidSignature, ValueError, UnicodeEncodeError):
        return False
    return True


def fingerprint(key: str) -> str:
    """A key as two people compare it over the telephone: ``3f2a 91c0 77de 04b8``."""
    from hashlib import sha256

    digest = sha256(bytes.fromhex(key)).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
