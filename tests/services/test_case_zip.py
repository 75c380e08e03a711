"""Case files that a stranger made or that were damaged: refused with a reason, never believed."""

import hashlib
import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.codec import MAX_BYTES
from portal.domain.manifest import MAX_MANIFEST_BYTES, CaseFileProblem, CaseFileRefused
from portal.services import case_zip
from portal.services.case_zip import Bounds, open_case_zip
from tests.services.case_files import packed

Files = dict[str, bytes]

BOUNDS = Bounds(file=10_000, evidence=15_000, packet=20_000, total=60_000)
TEXT = b"Daan: uw uitbetaling is in behandeling.\n"
EXHIBIT = "evidence/B01-chat.txt"


def digest(content: bytes) -> dict[str, object]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def case_json(content: bytes = TEXT, **more: object) -> bytes:
    file = {"name": "chat.txt", "media_type": "text/plain", **digest(content)}
    case = {"reference": "HO-BCD234", "exhibits": [{"id": "e1", "file": file}], **more}
    return json.dumps(case).encode()


def whole(**files: bytes) -> Files:
    """A case file that is taken, with its manifest; other contents by `case`, `text`, `page`."""
    text = files.get("text", TEXT)
    held = {
        "index.html": files.get("page", b"<!DOCTYPE html>"),
        "case.json": files.get("case", case_json(text)),
        EXHIBIT: text,
    }
    return {**held, "manifest.json": manifest_of(held)}


def manifest_of(held: Files, **more: object) -> bytes:
    listed = [
        {"path": path, **digest(content), **({"exhibit": "e1"} if path == EXHIBIT else {})}
        for path, content in held.items()
    ]
    manifest = {"format": "hogerop-case-file", "version": 1, "files": listed, **more}
    return json.dumps(manifest).encode()


def read(data: bytes, bounds: Bounds = BOUNDS) -> str:
    with open_case_zip(io.BytesIO(data), bounds) as found:
        return found.case.reference


def problem(data: bytes, bounds: Bounds = BOUNDS) -> CaseFileProblem:
    with pytest.raises(CaseFileRefused) as refused:
        read(data, bounds)
    return refused.value.problem


def test_a_whole_file_is_read() -> None:
    assert read(packed(whole())) == "HO-BCD234"


def test_unpacked_and_packed_again_by_a_mac_or_by_windows_it_is_the_same() -> None:
    """Safari unpacks what it downloads; Finder packs the folder with files of its own."""
    folder = {f"ho-bcd234/{name}": content for name, content in whole().items()}
    of_a_mac = {f"__MACOSX/ho-bcd234/._{name.rpartition('/')[2]}": b"\0\5" for name in folder}
    whole_folder = {"ho-bcd234/": b"", **folder, "ho-bcd234/.DS_Store": b"\0\0\0\1", **of_a_mac}
    assert read(packed(whole_folder, zipfile.ZIP_DEFLATED)) == "HO-BCD234"


def without(name: str) -> Files:
    return {path: content for path, content in whole().items() if path != name}


def with_manifest(change: Callable[[dict[str, object]], None]) -> Files:
    manifest = json.loads(whole()["manifest.json"])
    change(manifest)
    return {**whole(), "manifest.json": json.dumps(manifest).encode()}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (without("manifest.json"), "incomplete"),
        (without("case.json"), "incomplete"),
        (without(EXHIBIT), "incomplete"),
        ({**whole(), EXHIBIT: TEXT[::-1]}, "damaged"),
        ({**whole(), EXHIBIT: TEXT + b"x"}, "damaged"),
        ({**whole(), "index.html": b"<!doctype html>"}, "damaged"),
        ({**whole(), "run.exe": b"MZ"}, "foreign"),
        ({**whole(), "evidence/B02-more.txt": b"x"}, "foreign"),
        ({**whole(), "../../etc/passwd": b"x"}, "foreign"),
        ({**whole(), "/etc/passwd": b"x"}, "foreign"),
        ({**whole(), "C:\\windows\\a.dll": b"x"}, "foreign"),
        ({**whole(), "evidence/../../a.txt": b"x"}, "foreign"),
        ({**whole(), "evidence/a/b.txt": b"x"}, "foreign"),
        ({**whole(), "evidence/\N{GRINNING FACE}.txt": b"x"}, "foreign"),
        ({**whole(), "evidence/.hidden.txt": b"x"}, "foreign"),
        ({**whole(), f"evidence/{'a' * 200}.txt": b"x"}, "foreign"),
        (with_manifest(lambda one: one.update(version=2)), "newer"),
        (whole(case=case_json(schema=2)), "newer"),
        (whole(case=b"{"), "bad_case"),
        (whole(case=b'"text"'), "bad_case"),
        (whole(case=b"\xff\xfe"), "bad_case"),
        (whole(case=case_json(surprise=1)), "bad_case"),
        (whole(case=b'{"schema":' + b"[" * 20_000 + b"]" * 20_000 + b"}"), "bad_case"),
        (whole(case=case_json(b"other evidence")), "bad_case"),
        (whole(case=b'{"reference": "HO-BCD234"}'), "bad_case"),
        (whole(case=b'{"reference": "../../x"}'), "bad_case"),
        (with_manifest(lambda one: one.update(files=[])), "bad_case"),
        (with_manifest(lambda one: one.update(format="another")), "bad_case"),
        (with_manifest(lambda one: one.update(surprise=1)), "bad_case"),
        (with_manifest(lambda one: one["files"].append(one["files"][0])), "bad_case"),
        (with_manifest(lambda one: one["files"][0].update(path="../a.html")), "bad_case"),
        (with_manifest(lambda one: one["files"][0].update(size=-1)), "bad_case"),
        ({**whole(), "manifest.json": b"[" * 50_000}, "bad_case"),
        ({**whole(), "manifest.json": b'{"a":' * 10_000}, "bad_case"),
        (whole(text=bytes(10_001)), "too_large"),
        (whole(page=bytes(60_000)), "too_large"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(files: Files, expected: str) -> None:
    assert problem(packed(files)) == expected


def test_more_evidence_than_a_case_may_hold_is_told() -> None:
    bounds = Bounds(file=10_000, evidence=10, packet=20_000, total=60_000)
    assert problem(packed(whole()), bounds) == "no_room"


def test_a_manifest_or_a_case_that_is_too_long_is_not_read() -> None:
    large = Bounds(file=10_000, evidence=15_000, packet=20_000, total=10**9)
    long = {**whole(), "manifest.json": bytes(MAX_MANIFEST_BYTES + 1)}
    assert problem(packed(long, zipfile.ZIP_DEFLATED), large) == "bad_case"
    long = whole(case=bytes(MAX_BYTES + 1))
    assert problem(packed(long, zipfile.ZIP_DEFLATED), large) == "too_large"


# -- what stands in the list of entries ----------------------------------------------------


def marked(change: Callable[[zipfile.ZipInfo], None], name: str = EXHIBIT) -> bytes:
    def mend(info: zipfile.ZipInfo) -> None:
        if info.filename == name:
            change(info)

    return packed(whole(), mend=mend)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_another_kind_of_file_is_refused(kind: int) -> None:
    data = marked(lambda info: setattr(info, "external_attr", (kind | 0o777) << 16))
    assert problem(data) == "foreign"


def test_a_way_of_packing_that_nobody_needs_is_refused() -> None:
    assert problem(packed(whole(), zipfile.ZIP_LZMA)) == "foreign"
    assert problem(packed(whole(), zipfile.ZIP_BZIP2)) == "foreign"


def spoiled(data: bytes, mark: bytes, offset: int, form: str, value: int, which: int = 0) -> bytes:
    """One field of a record changed: the `which`th record that begins with `mark`."""
    place = -1
    for _ in range(which + 1):
        place = data.index(mark, place + 1)
    changed = bytearray(data)
    struct.pack_into(form, changed, place + offset, value)
    return bytes(changed)


LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def test_a_zip_with_a_password_of_its_own_is_told_apart() -> None:
    for flag in (0x1, 0x41, 0x2000):
        assert problem(spoiled(packed(whole()), CENTRAL, 8, "<H", flag)) == "locked_zip"


def test_two_entries_of_one_name_are_refused() -> None:
    data = packed(whole())
    other = data.replace(b"index.html", b"case.jsonx").replace(b"case.jsonx", b"index.html", 1)
    assert problem(other) in {"foreign", "damaged"}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in whole().items():
            made.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("case.json", case_json())
    assert problem(held.getvalue()) == "foreign"


def test_a_name_that_hides_another_behind_a_zero_is_refused() -> None:
    data = packed({**without("index.html"), "index.htmlX.x": b"<!DOCTYPE html>"})
    assert problem(data.replace(b"index.htmlX.x", b"index.html\0.x")) in {"foreign", "damaged"}


@pytest.mark.parametrize(
    ("mark", "offset", "form", "value"),
    [
        (CENTRAL, 24, "<L", 0xFFFFFFFF),  # size, as ZIP64 writes it
        (CENTRAL, 20, "<L", 0xFFFFFFFF),  # packed size
        (CENTRAL, 42, "<L", 0xFFFFFFFF),  # place
        (CENTRAL, 42, "<L", 5),
        (CENTRAL, 24, "<L", 5),
        (CENTRAL, 16, "<L", 5),  # checksum
        (CENTRAL, 28, "<H", 60_000),  # length of the name
        (LOCAL, 26, "<H", 60_000),
        (LOCAL, 0, "<L", 5),
        (END, 8, "<H", 1),  # number of entries
        (END, 10, "<H", 60_000),
        (END, 12, "<L", 0x7FFFFFFF),  # length of the list
        (END, 16, "<L", 0x7FFFFFFF),  # its place
        (END, 20, "<H", 9),  # a comment
    ],
)
def test_lies_about_sizes_and_places_are_refused(
    mark: bytes, offset: int, form: str, value: int
) -> None:
    assert problem(spoiled(packed(whole()), mark, offset, form, value)) is not None


def test_entries_that_share_their_bytes_are_refused() -> None:
    """A small file that claims to be an endless one (zip bomb of overlapping entries)."""
    data = packed(whole())
    first = data.index(CENTRAL)
    place = struct.unpack_from("<L", data, data.index(CENTRAL, first + 1) + 42)[0]
    assert problem(spoiled(data, CENTRAL, 42, "<L", place, which=2)) == "damaged"


def test_a_bomb_is_refused_by_the_size_that_it_claims_and_stops_where_it_lies() -> None:
    bomb = packed(whole(page=bytes(50_000_000)), zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert problem(bomb) == "too_large"
    lying = spoiled(bomb, CENTRAL, 24, "<L", 15)
    assert problem(lying) == "damaged"


def test_zip64_and_what_stands_behind_the_end_are_refused() -> None:
    data = packed(whole())
    assert problem(data + b"x") == "damaged"
    assert problem(b"x" + data) == "damaged"
    end = data.rindex(END)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    assert problem(data[:end] + locator + data[end:]) == "damaged"
    assert problem(b"PK\x03\x04") == "damaged"
    assert problem(END + bytes(18)) == "damaged"


def test_a_list_with_too_many_entries_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    many = packed({f"evidence/a{number}.txt": b"" for number in range(case_zip.MAX_ENTRIES + 1)})

    def never(*_args: object) -> None:
        raise AssertionError("the list was read")

    monkeypatch.setattr(case_zip, "ZipFile", never)
    assert problem(many) == "foreign"


# -- any damage ----------------------------------------------------------------------------

STORED, DEFLATED = packed(whole()), packed(whole(), zipfile.ZIP_DEFLATED)
anywhere = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def is_refused_or_the_same(data: bytes) -> bool:
    try:
        return read(data) == "HO-BCD234"
    except CaseFileRefused:
        return True


@anywhere
@given(st.data(), st.sampled_from([STORED, DEFLATED]))
def test_whatever_bytes_change_the_file_is_refused_or_means_the_same(
    data: st.DataObject, source: bytes
) -> None:
    changed = bytearray(source)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    assert is_refused_or_the_same(bytes(changed))


@anywhere
@given(st.data(), st.sampled_from([STORED, DEFLATED]))
def test_whatever_piece_is_lost_doubled_or_moved_it_is_refused_or_means_the_same(
    data: st.DataObject, source: bytes
) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(source))] * 2)))
    place = data.draw(st.integers(0, len(source)))
    rest = source[:start] + source[end:]
    piece = source[start:end]
    for changed in (rest, source + piece, rest[:place] + piece + rest[place:]):
        assert is_refused_or_the_same(changed)


@anywhere
@given(
    st.dictionaries(
        st.one_of(st.sampled_from(sorted(whole())), st.text(min_size=1, max_size=30)),
        st.one_of(st.sampled_from(sorted(whole().values())), st.binary(max_size=200)),
        max_size=8,
    )
)
def test_no_collection_of_files_is_more_than_refused(files: Files) -> None:
    named = {name.encode("utf-8", "ignore").decode(): one for name, one in files.items()}
    assert is_refused_or_the_same(packed({name: one for name, one in named.items() if name}))
