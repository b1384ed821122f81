"""Linking without exchanging names: providers send keyed encodings; who links has neither names nor the secret."""

from groundswell.engine.encoding.encoding import as_texts, encode
from groundswell.engine.encoding.linking import EncodedLinkage, link_encoded
from groundswell.engine.encoding.secret import Secret, SecretError, new_secret, read_secret
from groundswell.engine.encoding.texts import Decoded, decode_column
from groundswell.engine.encoding.warming import warm

__all__ = (
    "Decoded",
    "EncodedLinkage",
    "Secret",
    "SecretError",
    "as_texts",
    "decode_column",
    "encode",
    "link_encoded",
    "new_secret",
    "read_secret",
    "warm",
)
