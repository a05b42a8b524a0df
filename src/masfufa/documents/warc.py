"""WARC archives: the pages in one, from where reading ended before, and pages put into one."""

from __future__ import annotations

import datetime as dt
import io
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from masfufa.documents.limits import DEFAULT, Limits
from masfufa.documents.unpack import unpacked
from masfufa.errors import DocumentError

_KINDS = ("text/", "application/xhtml", "application/pdf", "application/vnd.openxmlformats-officedocument.wordproc")
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class WarcPage:
    """A response with status 200 that holds text. `offset` is where its record begins, `after` where the next does.

    `data` is None where it was larger than the limits or could not be unpacked; `code` says which.
    """

    url: str
    date: str
    data: bytes | None
    media_type: str | None
    charset: str | None
    offset: int
    after: int
    code: str | None = None


def read_warc(path: Path, start: int = 0, limits: Limits = DEFAULT) -> Iterator[WarcPage]:
    """The pages of an archive from the record at `start` on (bytes into the file).

    Raises DocumentError "file-unreadable", and "warc-truncated" where it breaks off or is none, after what is whole.
    """
    from warcio.archiveiterator import ArchiveIterator

    try:
        stream = path.open("rb")
    except OSError as error:
        raise DocumentError("file-unreadable", f"{path} can't be opened: {error.strerror}.") from None
    with stream:
        size = stream.seek(0, os.SEEK_END)
        if start >= size:
            return
        stream.seek(start)
        # A record is whole for sure when another follows, or when what packs it is: pages are given one record late.
        last, held = (start, start), None
        try:
            records = ArchiveIterator(stream)
            for record in records:
                if held is not None:
                    yield held.page(*last, limits)
                held = None
                taken = _taken(record, limits)
                records.read_to_end(record)
                offset = records.get_record_offset()  # asked for earlier, it would read the record away
                last, held = (offset, offset + records.get_record_length()), taken
        except Exception as error:  # a damaged archive can break foreign code in ways that nobody lists
            if held is not None:
                yield held.page(*last, limits)
            said = " ".join(str(error).split())[:150] or type(error).__name__
            raise DocumentError("warc-truncated", f"{path} breaks off or is damaged ({said}).") from None
        whole = _packed_whole(stream, *last)
        if held is not None and whole:
            yield held.page(*last, limits)
        stream.seek(last[1])
        if not whole or stream.read(_PIECE).strip():
            at = last[1] if whole else last[0]
            raise DocumentError("warc-truncated", f"{path} breaks off or is damaged after {at:,} bytes.")


def _packed_whole(stream: BinaryIO, start: int, end: int) -> bool:
    """Whether the bytes from `start` to `end` are a gzip member with its end, or not packed at all."""
    stream.seek(start)
    if stream.read(2) != b"\x1f\x8b":
        return True
    stream.seek(start)
    unpacker = zlib.decompressobj(31)
    left = end - start
    try:
        while left > 0 and not unpacker.eof and (piece := stream.read(min(_PIECE, left))):
            left -= len(piece)
            while piece and not unpacker.eof:
                unpacker.decompress(piece, _PIECE)
                piece = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof


@dataclass(frozen=True, slots=True)
class _Record:
    url: str
    date: str
    raw: bytes | None
    http: Any

    def page(self, offset: int, after: int, limits: Limits) -> WarcPage:
        data, code = self.raw, None if self.raw is not None else "too-large"
        if data is not None:
            try:
                if "chunked" in (self.http.get_header("Transfer-Encoding") or "").lower():
                    data = _dechunked(data)
                packed = self.http.get_header("Content-Encoding") or ""
                data = unpacked([data], packed, limits.bytes, limits.unpacked_ratio)
            except DocumentError as error:
                # Some archives hold bodies that were unpacked already, under the headers of the packed ones.
                data, code = (data, None) if error.code == "url-encoding" else (None, error.code)
        kind, _, rest = (self.http.get_header("Content-Type") or "").partition(";")
        charset = rest.lower().partition("charset=")[2].strip(" \"';") or None
        return WarcPage(self.url, self.date, data, kind.strip().lower() or None, charset, offset, after, code)


def _taken(record: Any, limits: Limits) -> _Record | None:
    http = record.http_headers
    if record.rec_type != "response" or http is None or http.get_statuscode() != "200":
        return None
    kind = (http.get_header("Content-Type") or "").strip().lower()
    if kind and not kind.startswith(_KINDS):
        return None
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    date = record.rec_headers.get_header("WARC-Date") or ""
    raw, total = [], 0
    while piece := record.raw_stream.read(_PIECE):
        total += len(piece)
        if total <= limits.bytes:
            raw.append(piece)
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise EOFError(f"the record of {url[:100]} is not whole")
    return _Record(url, date, None if total > limits.bytes else b"".join(raw), http)


def _dechunked(raw: bytes) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader

    reader, out = ChunkedDataReader(io.BytesIO(raw), decomp_type=None), []
    while piece := reader.read(_PIECE):
        out.append(piece)
    return b"".join(out)


class WarcWriter:
    """Appends pages to one archive file, each a gzip member, whole or not at all for whoever notes its length."""

    def __init__(self, path: Path, whole: int) -> None:
        """`whole`: the bytes of the file that are known to be whole; what stands behind them is cut off."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._stream = path.open("r+b" if path.exists() else "w+b")
        size = self._stream.seek(0, os.SEEK_END)
        if size > whole:
            self._stream.truncate(whole)
            self._stream.seek(whole)
        self._whole = min(size, whole)

    def add(self, url: str, data: bytes, status: str, headers: Mapping[str, str], when: dt.datetime) -> tuple[int, int]:
        """Append a page; where its record begins and how long it is. The file is on the disk when this returns."""
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        # The body is kept unpacked, so what was said of its packing goes under another name.
        packing = ("content-encoding", "transfer-encoding", "content-length")
        kept = [(f"x-archive-orig-{n}" if n in packing else n, v) for n, v in headers.items()]
        http = StatusAndHeaders(status, [*kept, ("content-length", str(len(data)))], protocol="HTTP/1.1")
        date = when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True)
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(data), http_headers=http, warc_headers_dict={"WARC-Date": date}
        )
        writer.write_record(record)
        packed = buffer.getvalue()
        place = self._whole
        self._stream.seek(place)
        self._stream.write(packed)
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._whole += len(packed)
        return place, len(packed)

    @property
    def whole(self) -> int:
        """The file's length."""
        return self._whole

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()


def page_at(path: Path, place: int) -> bytes | None:
    """The body of the page whose record begins at `place`, None where there is none."""
    try:
        return next(read_warc(path, place)).data
    except (DocumentError, StopIteration):
        return None
