"""What a player should know about the topic of his dispute, as data (portal/knowledge/topics)."""

from typing import Annotated

from msgspec import Meta, Struct

from portal.domain.codes import Topic
from portal.domain.rules import Text


class TopicGuide(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One topic: an honest outlook, what decides such cases, and what to write down.

    Product guidance, not law: what the law says stands in the rule packs, with its source.
    """

    topic: Topic
    title: Text
    outlook: Text
    evidence: Annotated[tuple[Text, ...], Meta(min_length=1)]
    questions: Annotated[tuple[Text, ...], Meta(min_length=1)]
