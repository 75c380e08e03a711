"""What the pages about case files need of the vault: a passphrase to suggest, a sealed place."""

from portal.vault.passphrases import SHORTEST as SHORTEST_PASSPHRASE
from portal.vault.passphrases import new_passphrase as suggested_passphrase
from portal.vault.scratch import Scratch as CaseFileSource

__all__ = ["SHORTEST_PASSPHRASE", "CaseFileSource", "suggested_passphrase"]
