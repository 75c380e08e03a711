"""Made-up counted cases, for tests alone."""

from collections import Counter
from collections.abc import Iterable
from random import Random
from typing import TypeVar

from portal.domain.codes import Result, Step, Topic
from portal.domain.counting import AmountBand, AnswerBand, CountedCase

T = TypeVar("T")

YEAR = 2025
SUN, MOON, STAR = "zonnekoning.example", "maanlicht.example", "sterren.example"


def counted(**changed: object) -> CountedCase:
    values: dict[str, object] = {
        "week": f"{YEAR}-W20",
        "authority": "mt-mga",
        "casino": SUN,
        "topic": Topic.WITHDRAWAL.value,
        "step": Step.COMPLAINT.value,
        "answer": AnswerBand.FOUR_WEEKS,
        "amount": AmountBand.BELOW_500,
        "result": Result.NOT_SOLVED,
    }
    return CountedCase(**{**values, **changed})  # type: ignore[arg-type]


def a_year(number: int, chance: Random) -> Counter[CountedCase]:
    """`number` cases of one year, a few casinos with most of them."""
    casinos = [("mt-mga", SUN), ("mt-mga", MOON), ("nl-ksa", STAR), ("mt-mga", ""), ("", "")]
    places = _drawn(chance, casinos, (9, 5, 5, 2, 1), number)
    topics = _drawn(chance, list(Topic), (9, 6, 5, *(1 for _ in range(9))), number)
    results = _drawn(chance, list(Result), (3, 2, 5), number)
    answers = _drawn(chance, list(AnswerBand), (1, 4, 3, 4, 4, 2, 1), number)
    amounts = _drawn(chance, list(AmountBand), (2, 2, 5, 5, 2, 1, 1), number)
    steps = _drawn(chance, ["", *Step], (0, 1, 1, 4, 1, 3), number)
    return Counter(
        counted(
            week=f"{YEAR}-W{chance.randint(1, 52):02}",
            authority=place[0],
            casino=place[1],
            topic=topic.value,
            result=result,
            answer=answer,
            amount=amount,
            step=str(step),
        )
        for place, topic, result, answer, amount, step in zip(
            places, topics, results, answers, amounts, steps, strict=True
        )
    )


def _drawn(chance: Random, values: list[T], weights: Iterable[int], number: int) -> list[T]:
    return chance.choices(values, tuple(weights), k=number)
