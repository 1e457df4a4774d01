"""How a map is drawn."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("blank", "labelled", "status")


@dataclass(frozen=True)
class Look:
    """Size and margin of a map in mm and the size of its type in `points`; `kind` is one of KINDS.

    `few` is for a slide: statuses in at most five classes, and shapes with fewer bends.
    """

    width: float
    height: float
    kind: str = "status"
    points: float = 7.0
    margin: float = 0.0
    few: bool = False

    @property
    def inner_width(self) -> float:
        """Millimetres between the margins."""
        return self.width - 2 * self.margin

    @property
    def marker(self) -> float:
        """Radius in mm of the circle that stands for a state too small to see."""
        return min(0.11 * self.points, 0.95)

    @property
    def number_points(self) -> float:
        """Points of the numbers on the map that stand for names."""
        return self.points - 2.3

    @property
    def name_sizes(self) -> tuple[float, ...]:
        """Points of the names on the map, the largest first."""
        return tuple(self.points + step for step in (1.0, 0.0, -1.0, -1.7))
