"""A small public register, as the files of the Gambling Commission are."""

from collections.abc import Sequence
from pathlib import Path

PREFIX = "business-licence-register-"
FILES = {
    "businesses": [
        "\ufeffAccount Number,Licence Account Name",
        '1001,"Example Gaming Limited"',
        "1002,Second Chance Ltd",
        "1003,Gone Limited",
    ],
    "licences": [
        "Account Number,Licence Number,Status,Type,Activity,Start Date,End Date",
        "1001,000-001001-R-300001-004,Active,Remote,Casino,2014-11-01T00:00:00+00:00,",
        "1001,000-001001-R-300001-004,Surrendered,Remote,Bingo,2014-11-01T00:00:00+00:00",
        "1002,000-001002-R-300002-001,Suspended,Remote,Casino,2020-01-01T00:00:00+00:00,",
        "1003,000-001003-R-300003-001,Expired,Remote,Casino,2010-01-01T00:00:00+00:00,",
    ],
    "trading-names": [
        "Account Number,Trading Name,Status",
        "001001,Lucky Lion,Active",
        "1002,Lucky Lion,Inactive",
    ],
    "domain-names": [
        "Account Number,Domain Name,Status",
        "1001,https://WWW.LuckyLion.com/,Active",
        "1001,lion.example.org/games,White Label",
        '1002,"www.second.co.uk, second-chance.com",Active',
        "1003,gone.com,Inactive",
        "1003,co.uk,Active",
        "1003,a mobile app,Active",
    ],
}
ENTRIES = 3 + 3 + 4 + 2 + 6  # holders, their names, licences, brands, websites


def write_register(folder: Path, **changed: Sequence[str]) -> Path:
    """Write the files to a new folder; `changed` has other lines, by part ("domain_names")."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, usual in FILES.items():
        lines = changed.get(part.replace("-", "_"), usual)
        text = "".join(f"{line}\r\n" for line in lines)
        (folder / f"{PREFIX}{part}.csv").write_text(text, encoding="utf-8", newline="")
    return folder
