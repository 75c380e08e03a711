"""Settings come from the environment, typed, and a wrong one stops the site by name."""

import errno
import os
from pathlib import Path

import pytest

from portal.config import Settings, SettingsError, describe_settings, load_settings, variable_name
from portal.instance import make_instance_dir, read_secret_key


def test_every_setting_has_a_default_that_works() -> None:
    settings = load_settings({"PATH": "/bin"})
    assert settings.retention_months == 12
    assert settings.database.startswith("sqlite:////")
    assert settings.database.endswith("/instance/hogerop.db")


def test_a_setting_is_read_with_its_type() -> None:
    settings = load_settings(
        {
            "HOGEROP_RETENTION_MONTHS": " 6 ",
            "HOGEROP_TRUSTED_HOSTS": "klacht.example.org, 192.0.2.1",
            "HOGEROP_INSTANCE_DIR": "/srv/hogerop",
            "HOGEROP_DATABASE_URL": "postgresql+psycopg://portal@db/portal",
        }
    )
    assert settings.retention_months == 6
    assert settings.trusted_hosts == ("klacht.example.org", "192.0.2.1")
    assert settings.instance_dir == Path("/srv/hogerop")
    assert settings.database == "postgresql+psycopg://portal@db/portal"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HOGEROP_RETENTION_MONTHS", "0"),
        ("HOGEROP_RETENTION_MONTHS", "a year"),
        ("HOGEROP_BEHIND_PROXY", "-1"),
        ("HOGEROP_BEHIND_PROXY", "yes"),
        ("HOGEROP_TRUSTED_HOSTS", ""),
        ("HOGEROP_TRUSTED_HOSTS", "https://example.org"),
        ("HOGEROP_SECRET_KEY", "short"),
        ("HOGEROP_SITE_NAME", ""),
        ("HOGEROP_INSTANCE_DIR", ""),
        ("HOGEROP_SIGN_IN_LIMIT", "often"),
        ("HOGEROP_NEW_CASE_LIMIT", ""),
        ("HOGEROP_DATABASE_URL", "mysql://db/portal"),
        ("HOGEROP_DATABASE_URL", "not an address"),
        ("HOGEROP_DATABASE_URL", "postgresql://db:port/portal"),
        ("HOGEROP_MAX_BODY_BYTES", "10"),
        ("HOGEROP_RENDER_PROCESSES", "0"),
        ("HOGEROP_RETENTION_MONTH", "6"),
        ("HOGEROP_OBJECTS_URL", "https://objects.example.org/bucket"),
        ("HOGEROP_OBJECTS_URL", "s3://bucket?region=x"),
        ("HOGEROP_OBJECTS_ENDPOINT", "https://me:hunter2@objects.example.org"),
        ("HOGEROP_LIMITS_URL", "memcached://cache"),
        ("HOGEROP_LIMITS_URL", "rediss://cache?ssl_cert_reqs=none"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{variable} is ") as refused:
        load_settings({variable: value})
    assert len(value) < 4 or value not in str(refused.value)


def test_neither_a_secret_nor_a_password_is_shown() -> None:
    key, password = "k" * 40, "wachtwoord"
    settings = load_settings(
        {
            "HOGEROP_SECRET_KEY": key,
            "HOGEROP_DATABASE_URL": f"postgresql://portal:{password}@db/portal",
            "HOGEROP_LIMITS_URL": f"rediss://:{password}@cache:6380/1",
            "HOGEROP_OBJECTS_URL": "s3://bucket/site",
            "HOGEROP_OBJECTS_ACCESS_KEY": f"id-{password}",
            "HOGEROP_OBJECTS_SECRET_KEY": f"secret-{password}",
        }
    )
    shown = f"{settings!r} {describe_settings(settings)}"
    assert key not in shown
    assert password not in shown


@pytest.mark.parametrize(
    ("endpoint", "allowed", "accepted"),
    [
        ("https://objects.example.org", "false", True),
        ("http://127.0.0.1:9000", "false", False),
        ("http://127.0.0.1:9000", "true", True),
        ("http://[::1]:9000", "true", True),
        ("http://10.1.2.3", "true", True),
        ("http://objects:9000", "true", True),
        ("http://objects.internal", "true", True),
        ("http://objects.example.org", "true", False),
        ("http://192.0.43.8", "true", False),
    ],
)
@pytest.mark.parametrize("variable", ["HOGEROP_OBJECTS_ENDPOINT", "AWS_ENDPOINT_URL"])
def test_evidence_leaves_without_tls_only_where_nobody_else_listens(
    variable: str, endpoint: str, allowed: str, accepted: bool
) -> None:
    environ = {"HOGEROP_OBJECTS_URL": "s3://bucket", "HOGEROP_OBJECTS_ALLOW_HTTP": allowed}
    if accepted:
        assert load_settings({**environ, variable: endpoint}).objects_endpoint == endpoint
    else:
        with pytest.raises(SettingsError, match="HOGEROP_OBJECTS_ENDPOINT"):
            load_settings({**environ, variable: endpoint})


def test_every_setting_is_described() -> None:
    described = describe_settings(Settings())
    assert [name for name, _value, _meaning in described] == [
        variable_name(field) for field in Settings.__struct_fields__
    ]
    assert all(meaning.endswith(".") for _name, _value, meaning in described)


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(instance_dir=tmp_path / "instance")
    first = read_secret_key(settings)
    assert len(first) >= 32
    assert read_secret_key(settings) == first
    assert [path.name for path in settings.instance_dir.iterdir()] == ["secret-key"]
    assert (settings.instance_dir / "secret-key").stat().st_mode & 0o777 == 0o600
    assert settings.instance_dir.stat().st_mode & 0o777 == 0o700


def test_a_secret_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    settings = Settings(instance_dir=tmp_path)
    read_secret_key(settings)
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        read_secret_key(settings)


def test_a_secret_key_that_is_too_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("short")
    (tmp_path / "secret-key").chmod(0o600)
    with pytest.raises(SettingsError, match="too short"):
        read_secret_key(Settings(instance_dir=tmp_path))


def test_a_configured_secret_key_makes_no_file(tmp_path: Path) -> None:
    settings = Settings(instance_dir=tmp_path, secret_key="k" * 32)
    assert read_secret_key(settings) == "k" * 32
    assert list(tmp_path.iterdir()) == []


def test_an_instance_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="HOGEROP_INSTANCE_DIR"):
        make_instance_dir(Settings(instance_dir=tmp_path / "file" / "instance"))


def test_a_folder_that_cannot_be_written_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(SettingsError, match="HOGEROP_INSTANCE_DIR cannot be written to: Read-only"):
        read_secret_key(Settings(instance_dir=tmp_path))
