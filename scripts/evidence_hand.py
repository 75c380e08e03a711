"""Handwriting without a font: each letter as a few pen strokes, drawn with an unsteady hand.

A letter is written in a grid: 0 is the line, 5 the height of an x, 8 that of a capital. Strokes
are points with a smooth curve through them; a point that stands twice is a corner.
"""

import math
from random import Random
from typing import Final

from PIL import ImageDraw

Point = tuple[float, float]

_SHAPES: Final = """
a 4.6 4,4.2 2.6,5 .8,4.2 .2,2 1.2,.2 2.8,.5 3.9,2.6 4,5|4,5 4,1.5 4.7,.1
b 4 .3,9 .2,4 .3,.2|.3,3.4 1.6,4.9 3.4,4.5 3.9,2.4 3,.3 1.4,0 .3,1.2
c 3.6 3.6,4.2 2.4,5 .8,4.3 .2,2.3 1,.4 2.4,0 3.7,.9
d 4.6 4,4 2.6,5 .8,4.2 .2,2 1.2,.2 2.8,.5 4,2.4|4.1,9 4,4 4.1,1 4.7,.1
e 3.8 .4,2.5 2.2,2.8 3.6,3.4 3.2,4.8 1.8,5 .5,3.8 .3,1.8 1.4,.1 2.8,.2 3.8,1.1
f 2.8 3.2,8.4 2.3,9 1.4,8 1.2,4 1.2,0|0,5 2.8,5
g 4.2 4,4.2 2.6,5 .8,4.2 .2,2.2 1.2,.6 2.8,.9 3.9,2.8|4,5 4,0 3.4,-3 1.8,-3.8 .4,-2.8
h 3.9 .3,9 .3,4 .2,0|.2,3 1.6,4.8 3.1,4.7 3.6,3 3.6,0
i 1.4 .6,5 .6,2 .7,.3 1.3,.1|.7,7 .75,7.1
j 1.4 1,5 1,-1 .6,-3.2 -.8,-3.4|1.1,7 1.15,7.1
k 3.6 .3,9 .3,4 .2,0|3.3,4.9 .4,2.3 .4,2.3 1.4,2.6 3.5,0
l 1.4 .6,9 .5,4 .6,1 1.3,.1
m 6 .2,5 .3,2.5 .2,0|.3,3 1.5,4.8 2.6,4.5 2.8,2.5 2.8,0|2.8,3 4,4.8 5.2,4.5 5.4,2.5 5.5,.5 6,.1
n 4.1 .2,5 .3,2.5 .2,0|.3,3 1.7,4.8 3.1,4.6 3.5,2.8 3.6,.6 4.1,.1
o 4 2,5 .6,4.2 .2,2.3 1,.3 2.4,0 3.7,1.2 3.9,3.2 3,4.7 1.8,5
p 4 .3,5 .3,1 .2,-3.8|.3,3.4 1.6,4.9 3.4,4.4 3.9,2.4 3,.3 1.5,0 .4,1
r 2.8 .3,5 .4,2.5 .3,0|.4,3 1.4,4.7 2.8,4.8
s 3.3 3.2,4.4 2,5 .7,4.3 1,3 2.6,2.2 3.2,1.1 2,0 .3,.6
t 3 1.3,7.6 1.2,3 1.4,.6 2.4,0 3.1,.6|0,5 2.9,5
u 4.3 .3,5 .3,2 1.2,.1 2.6,.4 3.6,2.4 3.7,5|3.7,5 3.7,1.2 4.3,.1
v 3.6 .1,5 1.7,0 1.7,0 3.5,5
w 5.7 .1,5 1.4,0 1.4,0 2.8,4.4 2.8,4.4 4.2,0 4.2,0 5.6,5
y 3.9 .2,5 .5,2.3 1.6,1 3,1.8 3.7,5|3.7,5 3.5,0 2.6,-3 1,-3.8 .1,-3
z 3.5 .3,5 3.3,5 3.3,5 .1,.1 .1,.1 3.5,.1
0 4 2,8 .6,6.8 .2,4 .8,1 2.1,0 3.6,1.4 3.9,4.2 3.2,7.2 1.9,8
1 2.4 .4,6.2 2,8 2,8 2,4 2,0
2 3.9 .4,6.4 1.6,8 3.2,7.5 3.3,5.6 1.8,2.6 .2,.2 .2,.2 3.8,.2
3 3.9 .5,7.3 2,8 3.4,7 3,5 1.6,4.4 1.6,4.4 3.2,4 3.8,2 2.4,0 .3,.7
4 4.1 2.6,8 .2,2.8 .2,2.8 4,2.9|3,5 3,0
5 3.8 3.5,8 .8,8 .8,8 .5,4.6 .5,4.6 2.2,5 3.7,3.6 3.4,1.2 1.8,0 .2,.6
6 3.8 3.2,7.8 1.4,6.4 .3,3.4 .8,.8 2.2,0 3.7,1.4 3.4,3.6 1.9,4.2 .5,2.8
7 3.8 .3,8 3.8,8 3.8,8 2,4 1.4,0|1,4.2 3,4.2
8 3.8 2,4.3 .6,5.6 .9,7.5 2.2,8 3.4,7.2 3,5.4 1.6,4 .4,2.4 .9,.4 2.4,0 3.7,1.2 3.4,3 2,4.3
9 3.8 3.6,6 2.4,4.4 .8,5 .5,7 1.8,8 3.3,7.4 3.6,5.4 3.2,2 2.2,0
A 4.4 .1,0 2.2,8 2.2,8 4.4,0|.9,2.9 3.6,3
C 4.2 4,6.8 2.6,8 1,7 .2,4 1,1 2.6,0 4.2,1.2
D 4.4 .4,8 .3,0|.2,8 2.6,7.6 4.2,5.4 4,2.4 2.4,.4 .2,0
G 4.3 4,6.8 2.6,8 1,7 .2,4 1,1 2.6,0 4.1,1.2 4.2,3.6 4.2,3.6 2.6,3.6
H 4.4 .4,8 .3,0|4,8 4,0|.4,4.1 4,4.2
K 4 .4,8 .3,0|3.8,8 .5,3.8 .5,3.8 3.9,0
N 4.2 .3,0 .4,8 .4,8 3.9,0 3.9,0 4,8
P 3.8 .4,8 .3,0|.4,8 2.8,7.8 3.7,6 2.6,4.2 .5,4
S 3.8 3.6,7 2.2,8 .6,7 .9,5 2.8,3.8 3.7,1.9 2.2,0 .2,.9
T 4.2 0,8 4.2,8|2.1,8 2,0
V 4.2 .1,8 2.1,0 2.1,0 4.2,8
W 6 0,8 1.5,0 1.5,0 3,6.5 3,6.5 4.5,0 4.5,0 6,8
Z 4 .3,8 3.8,8 3.8,8 .1,.1 .1,.1 4,.1
. 1 .5,0 .6,.1
, 1 .6,.3 .2,-1.2
: 1 .5,.6 .6,.7|.5,4 .6,4.1
- 2.4 .4,3 2.2,3.1
? 3.4 .3,6.8 1.6,8 3.2,7 2.9,5.2 1.6,3.8 1.5,2.4|1.5,.2 1.6,.3
! 1 .6,8 .5,2.4|.5,.1 .6,.2
> 5 0,3 4.4,3.1|3,4.4 4.4,3.1 4.4,3.1 3,1.8
"""
_SPACE: Final = 2.6
_GAP: Final = 1.1
_STEPS: Final = 8  # short lines for each part of a curve


def _shapes() -> dict[str, tuple[float, list[list[Point]]]]:
    shapes = {}
    for line in _SHAPES.strip().splitlines():
        letter, width, strokes = line.split(" ", 2)
        shapes[letter] = (
            float(width),
            [
                [(float(x), float(y)) for x, y in (point.split(",") for point in stroke.split())]
                for stroke in strokes.split("|")
            ],
        )
    return shapes


_LETTERS: Final = _shapes()


class Hand:
    """Writes lines on a drawing. `size` is the pixels of one step of the grid."""

    def __init__(self, draw: ImageDraw.ImageDraw, size: float, ink: str, seed: int) -> None:
        self._draw, self._size, self._ink = draw, size, ink
        self._chance = Random(seed)  # noqa: S311 (an unsteady hand, no secret)

    def write(self, words: str, left: float, line: float) -> float:
        """Write `words` from `left` on the line at `line` (pixels). Where the pen ended."""
        at = left
        for letter in words:
            at += self._size * (_SPACE if letter == " " else self._letter(letter, at, line))
            line += self._chance.uniform(-0.05, 0.04) * self._size
        return at

    def underline(self, left: float, right: float, line: float) -> None:
        wave = [(left + (right - left) * part / 6, line + self._about(3)) for part in range(7)]
        self._stroke(wave)

    def _letter(self, letter: str, left: float, line: float) -> float:
        width, strokes = _LETTERS[letter]
        grown = 1 + self._about(0.06)
        slant = 0.12 + self._about(0.04)
        for stroke in strokes:
            self._stroke([self._place(point, left, line, grown, slant) for point in stroke])
        return width * grown + _GAP + self._about(0.2)

    def _place(self, point: Point, left: float, line: float, grown: float, slant: float) -> Point:
        x, y = point[0] * grown, point[1] * grown
        if point[1] > 0.5 or point[0] > 0.5:  # two equal points stay a corner
            x, y = x + self._shake(point, 0), y + self._shake(point, 1)
        return left + (x + y * slant) * self._size, line - y * self._size

    def _shake(self, point: Point, axis: int) -> float:
        return 0.16 * math.sin(point[axis] * 7.3 + point[1 - axis] * 3.1)

    def _about(self, most: float) -> float:
        return self._chance.uniform(-most, most)

    def _stroke(self, points: list[Point]) -> None:
        width = max(2, round(self._size * (0.62 + self._about(0.08))))
        for x, y in _curve(points):
            half = width / 2
            self._draw.ellipse((x - half, y - half, x + half, y + half), fill=self._ink)


def _curve(points: list[Point]) -> list[Point]:
    """Points close together on a Catmull-Rom curve through `points`."""
    ends = [points[0], *points, points[-1]]
    return [
        _between(ends[at : at + 4], step / steps)
        for at in range(len(points) - 1)
        for steps in (_STEPS * max(1, round(math.dist(ends[at + 1], ends[at + 2]) / 8)),)
        for step in range(steps + 1)
    ]


def _between(four: list[Point], part: float) -> Point:
    """A point between the second and third of `four`; straight towards a corner."""
    before, start, end, after = four
    into = (0.0, 0.0) if before == start else _half(before, end)
    out = (0.0, 0.0) if end == after else _half(start, after)
    square, cube = part * part, part * part * part
    weights = (2 * cube - 3 * square + 1, cube - 2 * square + part, 3 * square - 2 * cube)
    x, y = (
        weights[0] * start[axis]
        + weights[1] * into[axis]
        + weights[2] * end[axis]
        + (cube - square) * out[axis]
        for axis in (0, 1)
    )
    return x, y


def _half(first: Point, second: Point) -> Point:
    return (second[0] - first[0]) / 2, (second[1] - first[1]) / 2
