"""What came back on a letter, one reply after another (docs/decisions/0022-several-replies.md)."""

from portal.domain.case import Answer, Dispatch, in_order_of_arrival
from portal.domain.listed import drop, put
from portal.domain.parts import replace


def reply_of(sent: Dispatch, reply_id: str) -> Answer | None:
    """The reply with this id; None when there is none."""
    return next((one for one in sent.replies if one.id == reply_id), None)


def final_reply(sent: Dispatch) -> Answer | None:
    """The first reply that they called final; what came after it takes nothing away from it."""
    return next((one for one in sent.replies if one.is_final), None)


def with_reply(sent: Dispatch, reply: Answer) -> Dispatch:
    """The letter with `reply` in the place of the one with its id, else with one reply more.

    The latest is the current one, whichever was written down last.
    """
    return _with_all(sent, put(sent.replies, reply))


def without_reply(sent: Dispatch, reply_id: str) -> Dispatch:
    """The letter without this reply: the one before it is the current one again."""
    return _with_all(sent, drop(sent.replies, reply_id))


def _with_all(sent: Dispatch, replies: tuple[Answer, ...]) -> Dispatch:
    *earlier, latest = (*in_order_of_arrival(replies),) or (None,)
    return replace(sent, earlier_answers=tuple(earlier), answer=latest)
