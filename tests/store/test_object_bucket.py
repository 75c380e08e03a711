"""Evidence in a bucket: the same as in a folder, over TLS, in parts, and gone when deleted."""

import secrets
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from msgspec.structs import replace

from portal.domain.record import StoredFile
from portal.store.cases import create_case, delete_case, save_case
from portal.store.database import init_store, migrate_database
from portal.store.files import (
    UNNAMED,
    FileWriter,
    delete_files,
    lost_files,
    new_file_key,
    read_file,
    sweep,
)
from portal.store.models import db
from portal.store.object_bucket import Bucket, BucketObjects
from portal.store.objects import FolderObjects, ObjectNotFound, Trial, answers, evidence
from portal.vault.keys import new_case_key
from tests.object_server import ObjectServer
from tests.store.examples import MONTHS, NOW, RECORD, TODAY

PIECE = b"Zonnekoning weigert de opname. " * 40_000
LARGE = 12  # pieces: more than one part of a bucket


@pytest.fixture
def bucket(object_server: ObjectServer) -> Bucket:
    """A place in the bucket that no other test uses."""
    return object_server.bucket(prefix=f"test/{secrets.token_hex(8)}")


@pytest.fixture(autouse=True)
def _app(tmp_path: Path, sqlite_address: str, bucket: Bucket) -> Iterator[None]:
    app = Flask("portal")
    app.config["SQLALCHEMY_DATABASE_URI"] = sqlite_address
    app.config.update(EVIDENCE_FOLDER=tmp_path / "unused", EVIDENCE_BUCKET=bucket)
    init_store(app)
    with app.app_context():
        migrate_database()
        yield
        db.engine.dispose()
    assert not (tmp_path / "unused").exists()


def written(opened, key, pieces=1) -> FileWriter:  # type: ignore[no-untyped-def]
    writer = FileWriter(opened, key, NOW)
    for _ in range(pieces):
        writer.write(PIECE)
    writer.finish()
    return writer


def test_a_large_file_goes_out_in_parts_and_comes_back_as_it_went_in(
    object_server: ObjectServer, bucket: Bucket
) -> None:
    opened, key = create_case(RECORD, new_case_key(), TODAY, MONTHS), new_file_key()
    writer = written(opened, key, LARGE)
    content = b"".join(read_file(opened, writer.name, key, writer.size))
    assert content == PIECE * LARGE
    assert not any(b"Zonnekoning" in piece for piece in evidence().read(writer.name))
    assert f"{bucket.prefix}/{writer.name[:2]}/{writer.name}" in object_server.stored()


def test_what_is_refused_half_way_leaves_no_part(object_server: ObjectServer) -> None:
    opened = create_case(RECORD, new_case_key(), TODAY, MONTHS)
    writer = FileWriter(opened, new_file_key(), NOW)
    for _ in range(LARGE):
        writer.write(PIECE)
    writer.discard()
    assert evidence().names() == frozenset()
    assert object_server.unfinished() == []


def test_files_go_with_the_case_and_orphans_are_swept_from_every_page_of_the_list(
    object_server: ObjectServer, bucket: Bucket
) -> None:
    opened, key = create_case(RECORD, new_case_key(), TODAY, MONTHS), new_file_key()
    kept = written(opened, key)
    stored = StoredFile(key=key, original=kept.name, normal=kept.name, normal_size=1)
    saved = save_case(opened, replace(RECORD, files={"e1": stored}))
    names = {written(saved, key).name for _ in range(7)}  # three pages
    assert evidence().names() == names | {kept.name}
    assert sweep(NOW + UNNAMED + timedelta(minutes=1)) == len(names)
    assert (evidence().names(), lost_files()) == ({kept.name}, frozenset())
    delete_case(saved)
    assert evidence().names() == frozenset()
    assert not [one for one in object_server.stored() if one.startswith(bucket.prefix)]


def test_what_is_not_there_is_told_and_can_be_deleted() -> None:
    name = secrets.token_hex(16)
    with pytest.raises(ObjectNotFound):
        evidence().read(name)
    delete_files([name, name])
    delete_files([])


def test_a_bucket_that_is_not_there_or_does_not_answer_is_told_from_an_empty_one(
    bucket: Bucket,
) -> None:
    assert answers(evidence())
    assert not answers(BucketObjects(replace(bucket, name="mistyped")))
    assert not answers(BucketObjects(replace(bucket, endpoint="http://127.0.0.1:1")))


def test_a_trial_tells_whether_a_bucket_does_what_we_promise(
    object_server: ObjectServer, bucket: Bucket
) -> None:
    assert evidence().trial() == Trial()
    object_server.set_versioning("Enabled")
    assert evidence().trial() == Trial(keeps_versions=True)
    object_server.set_versioning("Suspended")
    assert evidence().trial() == Trial()
    assert evidence().names() == frozenset()
    assert BucketObjects(replace(bucket, name="elsewhere")).trial().problem


def test_a_folder_is_tried_in_the_same_way(tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path / "evidence")
    assert objects.trial() == Trial()
    assert objects.names() == frozenset()
    (tmp_path / "file").touch()
    assert FolderObjects(tmp_path / "file" / "evidence").trial().problem == "NotADirectoryError"


def test_nothing_is_sent_without_tls_unless_the_host_allows_it(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    assert BucketObjects(replace(bucket, allow_http=False)).trial().problem


def test_a_store_that_cannot_prove_its_name_gets_nothing(
    tmp_path: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ALLOW_INVALID_CERTIFICATES", "true")
    heard: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=listen, args=(listener, context, heard), daemon=True)
        thread.start()
        endpoint = f"https://127.0.0.1:{listener.getsockname()[1]}"
        trial = BucketObjects(replace(bucket, endpoint=endpoint, allow_http=False)).trial()
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    assert trial.problem
    assert heard
    assert set(heard) == {b""}


def listen(listener: socket.socket, context: ssl.SSLContext, heard: list[bytes]) -> None:
    """Notes what each caller says once he has seen our certificate."""
    while True:
        try:
            caller, _address = listener.accept()
        except OSError:  # the test is over
            return
        try:
            with context.wrap_socket(caller, server_side=True) as talk:
                heard.append(talk.recv(1000))
        except (ssl.SSLError, ConnectionError):
            heard.append(b"")


def own_certificate(folder: Path) -> Path:
    """A key with a certificate that nobody else signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    form, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(form, serialization.PrivateFormat.PKCS8, plain)
    path = folder / "own.pem"
    path.write_bytes(private + certificate.public_bytes(form))
    return path
