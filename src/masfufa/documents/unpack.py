"""Bodies that were packed for the way (gzip, deflate, brotli): unpacked piece by piece, within limits."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from masfufa.errors import DocumentError

_PIECE = 1 << 16
_FREE = 1 << 20
"""So much may come out whatever the ratio is: short texts pack well."""


def unpacked(pieces: Iterable[bytes], encoding: str, most: int, ratio: int) -> bytes:
    """What `pieces` hold, unpacked by `encoding` (the header Content-Encoding, "" for none).

    Raises DocumentError "too-large" beyond `most` bytes, or `ratio` times the packed size; "url-encoding" for what
    can't be unpacked; "url-cut-off" where the end is missing.
    """
    out, size, came = [], 0, 0

    def counted() -> Iterator[bytes]:
        nonlocal came
        for piece in pieces:
            came += len(piece)
            yield piece

    stream: Iterator[bytes] = counted()
    names = [
        name.strip().lower() for name in encoding.split(",") if name.strip() and name.strip().lower() != "identity"
    ]
    if len(names) > 2:
        raise DocumentError("url-encoding", f"The page is packed {len(names)} times over. It is not read.")
    for name in reversed(names):
        stream = _layer(stream, name)
    for piece in stream:
        size += len(piece)
        if size > most:
            raise DocumentError("too-large", f"The page is larger than {most:,} bytes.")
        if names and size > _FREE and size > came * ratio:
            raise DocumentError("too-large", f"The page unpacks to more than {ratio} times its size.")
        out.append(piece)
    return b"".join(out)


def _layer(stream: Iterator[bytes], name: str) -> Iterator[bytes]:
    if name in ("gzip", "x-gzip"):
        return _zlib(stream, 31)
    if name == "deflate":
        return _zlib(stream, 15)
    if name == "br":
        return _brotli(stream)
    raise DocumentError("url-encoding", f"The page is packed as {name[:20]!r}, which is not read.")


def _zlib(stream: Iterator[bytes], bits: int) -> Iterator[bytes]:
    unpacker, began, ended = zlib.decompressobj(bits), False, False
    for piece in stream:
        while piece:
            if ended:
                if bits != 31 or not piece.startswith(b"\x1f\x8b"):
                    return  # padding after the end, which servers do send
                unpacker, ended = zlib.decompressobj(bits), False
            try:
                yield unpacker.decompress(piece, _PIECE)
            except zlib.error as error:
                if bits == 15 and not began:
                    bits, unpacker = -15, zlib.decompressobj(-15)  # deflate without its header, as some servers send it
                    continue
                raise DocumentError("url-encoding", f"The page can't be unpacked ({error}).") from None
            began, ended = True, unpacker.eof
            piece = unpacker.unused_data if ended else unpacker.unconsumed_tail
    while not ended and (more := _rest(unpacker)):
        yield more
    if began and not unpacker.eof:
        raise DocumentError("url-cut-off", "The page ended before it was whole.")


def _rest(unpacker: Any) -> bytes:
    try:
        return bytes(unpacker.decompress(unpacker.unconsumed_tail, _PIECE))
    except zlib.error:
        return b""


def _brotli(stream: Iterator[bytes]) -> Iterator[bytes]:
    try:
        brotli: Any = importlib.import_module("brotli")
    except ImportError:
        raise DocumentError("url-encoding", "The page is packed with brotli: pip install Brotli") from None
    unpacker = brotli.Decompressor()
    for piece in stream:
        try:
            yield unpacker.process(piece, output_buffer_limit=_PIECE)
            while not unpacker.can_accept_more_data():
                yield unpacker.process(b"", output_buffer_limit=_PIECE)
        except brotli.error:
            raise DocumentError("url-encoding", "The page can't be unpacked (brotli).") from None
    if not unpacker.is_finished():
        raise DocumentError("url-cut-off", "The page ended before it was whole.")
