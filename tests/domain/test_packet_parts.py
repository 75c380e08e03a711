"""How a packet that is too large for one file is divided."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.packet_parts import Share, Weight, split

SIZES = st.lists(
    st.one_of(
        st.builds(lambda pages, size: (pages, size), st.integers(1, 40), st.integers(1, 5000)),
        st.just((0, 0)),
    ),
    max_size=30,
)


def weights_of(sizes: list[tuple[int, int]]) -> list[Weight]:
    return [Weight(exhibit=n, pages=pages, size=size) for n, (pages, size) in enumerate(sizes, 1)]


def share(part: int, exhibit: int, first: int, last: int) -> Share:
    return Share(part=part, exhibit=exhibit, first=first, last=last)


@given(SIZES, st.integers(1, 4000))
def test_every_page_stands_in_one_part_and_in_order(
    sizes: list[tuple[int, int]], room: int
) -> None:
    weights = weights_of(sizes)
    shares = split(weights, room)
    pages = [
        (one.exhibit, page)
        for one in shares
        for page in (range(one.first, one.last + 1) if one.last else [0])
    ]
    assert pages == [
        (one.exhibit, page)
        for one in weights
        for page in (range(1, one.pages + 1) if one.pages else [0])
    ]
    parts = [one.part for one in shares]
    assert parts == sorted(parts)
    assert set(parts) == set(range(1, max(parts, default=0) + 1))


@given(SIZES, st.integers(1, 4000))
def test_no_part_has_more_than_the_room_but_for_a_single_page(
    sizes: list[tuple[int, int]], room: int
) -> None:
    weights = {one.exhibit: one for one in weights_of(sizes)}
    shares = split(weights.values(), room)
    for part in {one.part for one in shares}:
        inside = [one for one in shares if one.part == part and one.last]
        size = sum(
            weights[one.exhibit].size * (one.last - one.first + 1) / weights[one.exhibit].pages
            for one in inside
        )
        is_one_page = len(inside) == 1 and inside[0].first == inside[0].last
        assert size <= room + 0.001 or is_one_page


def test_an_exhibit_stays_whole_when_it_fits_in_a_part() -> None:
    weights = weights_of([(2, 60), (3, 50), (1, 40)])
    assert split(weights, 100) == (share(1, 1, 1, 2), share(2, 2, 1, 3), share(2, 3, 1, 1))


def test_an_exhibit_that_is_too_large_is_divided_by_its_pages() -> None:
    weights = weights_of([(1, 50), (10, 300)])
    assert split(weights, 100) == (
        share(1, 1, 1, 1),
        share(1, 2, 1, 1),
        share(2, 2, 2, 4),
        share(3, 2, 5, 7),
        share(4, 2, 8, 10),
    )
