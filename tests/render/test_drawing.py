"""Laws of every layout: what stands where in the picture of any graph without circles."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.render.drawing import Box, Point, Size, plan
from chainrule.render.layered.grid import Extent, Grid, Link, levels
from chainrule.render.layered.ordering import crossings, order
from chainrule.render.layered.placing import spread

SIZES = st.builds(Size, st.floats(20, 200), st.floats(15, 90))
Graph = tuple[list[Size], list[tuple[int, int, Size | None]]]
NEARLY = 1e-6


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Boxes and arrows between them, in no special order; some arrows have labels."""
    sizes = draw(st.lists(SIZES, min_size=1, max_size=11))
    names = draw(st.permutations(range(len(sizes))))
    pairs = [(i, j) for i in range(len(sizes)) for j in range(i + 1, len(sizes))]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=18, unique=True)) if pairs else []
    labels = [draw(st.one_of(st.none(), SIZES)) for _ in chosen]
    return sizes, [(names[i], names[j], label) for (i, j), label in zip(chosen, labels, strict=True)]


def apart(one: Box, other: Box) -> bool:
    return (
        one.left + one.width <= other.left + NEARLY
        or other.left + other.width <= one.left + NEARLY
        or one.top + one.height <= other.top + NEARLY
        or other.top + other.height <= one.top + NEARLY
    )


def inside(point: Point, box: Box) -> bool:
    return box.left + NEARLY < point.x < box.left + box.width - NEARLY and box.top + NEARLY < point.y < box.top + box.height - NEARLY


def walked(way: tuple[Point, ...], upright: bool) -> list[Point]:
    """Many points of a way, its bends as they are drawn."""
    found: list[Point] = []
    for i, (one, other) in enumerate(pairwise(way)):
        for k in range(17):
            t = k / 16
            eased = 3 * t * t - 2 * t**3 if i % 2 else t  # across a bend with both handles half way
            held = 1.5 * t * (1 - t) + t**3 if i % 2 else t  # along it
            x, y = (eased, held) if upright else (held, eased)
            found.append(Point(one.x + x * (other.x - one.x), one.y + y * (other.y - one.y)))
    return found


@given(graphs(), st.booleans())
def test_nothing_overlaps_and_everything_is_inside(graph: Graph, upright: bool) -> None:
    sizes, arrows = graph
    found = plan(sizes, arrows, upright)
    standing = [*found.boxes, *(label for label in found.labels if label)]
    assert all(apart(one, other) for one, other in combinations(standing, 2))
    width, height = found.size
    assert all(box.left >= 0 and box.top >= 0 and box.left + box.width <= width and box.top + box.height <= height for box in standing)
    assert all(0 <= point.x <= width and 0 <= point.y <= height for way in found.ways for point in walked(way, upright))
    assert all(
        (round(b.width, 6), round(b.height, 6)) == (round(s.width, 6), round(s.height, 6)) for b, s in zip(found.boxes, sizes, strict=True)
    )
    assert [label is not None for label in found.labels] == [label is not None for _, _, label in arrows]


@given(graphs(), st.booleans())
def test_arrows_lead_forward_from_side_to_side_and_through_nothing_else(graph: Graph, upright: bool) -> None:
    sizes, arrows = graph
    found = plan(sizes, arrows, upright)
    for i, (way, (source, target, _)) in enumerate(zip(found.ways, arrows, strict=True)):
        start, end = found.boxes[source], found.boxes[target]
        along = [-point.y if upright else point.x for point in walked(way, upright)]
        assert all(one <= other + NEARLY for one, other in pairwise(along)) and along[0] < along[-1]
        on_sides = (start.top, end.top + end.height) if upright else (start.left + start.width, end.left)
        assert [way[0][upright], way[-1][upright]] == pytest.approx(on_sides)
        others = [box for number, box in enumerate(found.boxes) if number not in (source, target)]
        foreign = [label for number, label in enumerate(found.labels) if label and number != i]
        assert not [point for point in walked(way, upright) for box in (*others, *foreign) if inside(point, box)]


@given(graphs(), st.booleans())
def test_an_arrow_passes_the_middle_of_its_label_straight(graph: Graph, upright: bool) -> None:
    along, across = int(upright), 1 - int(upright)
    found = plan(*graph, upright)
    for way, label in zip(found.ways, found.labels, strict=True):
        if label:
            straight = list(pairwise(way))[::2]
            assert all(one[across] == pytest.approx(other[across]) for one, other in straight)
            near = (pair for pair in straight if pair[0][across] == pytest.approx(label.middle[across]))
            assert any(min(one[along], other[along]) < label.middle[along] < max(one[along], other[along]) for one, other in near)


@given(graphs(), st.booleans())
def test_the_same_graph_is_drawn_the_same_way(graph: Graph, upright: bool) -> None:
    assert plan(*graph, upright) == plan(*graph, upright)


@given(graphs())
def test_upright_is_the_same_picture_turned(graph: Graph) -> None:
    sizes, arrows = graph
    turned = (
        [Size(size.height, size.width) for size in sizes],
        [(a, b, Size(label[1], label[0]) if label else None) for a, b, label in arrows],
    )
    level, upright = plan(*graph), plan(*turned, upright=True)
    assert upright.size == Size(level.size.height, level.size.width)
    for box, stood in zip(level.boxes, upright.boxes, strict=True):
        assert (stood.left, stood.top + stood.height) == pytest.approx((box.top, level.size.width - box.left))


# Rows


@given(graphs())
def test_levels_rise_along_every_arrow_and_no_row_is_empty(graph: Graph) -> None:
    sizes, arrows = graph
    found = levels(len(sizes), [Link(source, target) for source, target, _ in arrows])
    assert all(found[source] < found[target] for source, target, _ in arrows)
    assert set(found) == set(range(max(found) + 1))


def test_an_input_used_late_stands_close_to_its_user() -> None:
    """L uses q and y, q uses u, u uses w and x: y stands beside q."""
    w, x, u, q, y, loss = range(6)
    assert levels(6, [Link(w, u), Link(x, u), Link(u, q), Link(q, loss), Link(y, loss)]) == [0, 0, 1, 2, 2, 3]


def test_circles_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        plan([Size(10, 10)] * 3, [(0, 1, None), (1, 2, None), (2, 0, None)])


# Order


def by_counting(grid: Grid) -> int:
    """Every pair of lines between two neighbouring rows, looked at one by one."""
    lines = [(cell, grid.cells[other]) for cell in grid.cells for other, _ in cell.after]
    return sum((a.place - b.place) * (c.place - d.place) < 0 for (a, c), (b, d) in combinations(lines, 2) if a.row == b.row)


@given(graphs())
def test_crossings_are_counted(graph: Graph) -> None:
    sizes, arrows = graph
    grid = Grid([Extent(*size) for size in sizes], [Link(source, target) for source, target, _ in arrows])
    order(grid)
    assert sorted(cell for row in grid.rows for cell in row) == list(range(len(grid.cells)))
    assert all(grid.cells[cell].place == place for row in grid.rows for place, cell in enumerate(row))
    assert crossings(grid.cells, grid.rows) == by_counting(grid)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_a_tree_has_no_crossings(choices: list[int]) -> None:
    """Every box but the last is used by one box behind it."""
    count = len(choices) + 1
    links = [Link(i, i + 1 + choice % (count - i - 1)) for i, choice in enumerate(choices)]
    grid = Grid([Extent(30, 20)] * count, links)
    order(grid)
    assert by_counting(grid) == 0


def test_reading_order_is_kept_where_it_has_no_crossings() -> None:
    """z uses u and v, u uses x and y, v uses y and t."""
    z, u, v, x, y, t = range(6)
    grid = Grid([Extent(30, 20)] * 6, [Link(u, z), Link(v, z), Link(x, u), Link(y, u), Link(y, v), Link(t, v)])
    order(grid)
    assert grid.rows == [[x, y, t], [u, v], [z]]


# Places


@given(
    st.lists(st.tuples(st.floats(-99, 99), st.floats(0.1, 9), st.floats(0, 20)), min_size=1, max_size=8),
    st.lists(st.floats(-9, 9), min_size=8, max_size=8),
)
def test_spread_is_the_least_sum_of_squares(cells: list[tuple[float, float, float]], moves: list[float]) -> None:
    wanted, pulls, gaps = zip(*cells, strict=True)
    apart = list(gaps[1:])

    def cost(places: list[float]) -> float:
        return sum(pull * (place - want) ** 2 for place, want, pull in zip(places, wanted, pulls, strict=True))

    found = spread(wanted, pulls, apart)
    assert all(other - one >= gap - NEARLY for one, other, gap in zip(found, found[1:], apart, strict=False))
    moved = [found[0] + moves[0]]
    for place, move, gap in zip(found[1:], moves[1:], apart, strict=False):
        moved.append(max(place + move, moved[-1] + gap))
    assert cost(found) <= cost(moved) + NEARLY


def test_a_straight_chain_is_drawn_straight() -> None:
    found = plan([Size(40 + 7 * i, 20 + 3 * i) for i in range(12)], [(i, i + 1, Size(25, 18)) for i in range(11)])
    assert len({round(point.y, 6) for way in found.ways for point in way}) == 1


def test_a_long_arrow_beside_a_chain_bends_twice() -> None:
    """a, b, c, d in a chain, and an arrow from a to d past b and c."""
    found = plan([Size(60, 40)] * 4, [(0, 1, None), (1, 2, None), (2, 3, None), (0, 3, None)])
    heights = [point.y for point in found.ways[-1]]
    assert sum(one != other for one, other in pairwise(heights)) <= 2


def test_long_and_wide_graphs_are_laid_out() -> None:
    chain = plan([Size(80, 40)] * 4000, [(i, i + 1, Size(30, 20)) for i in range(3999)])
    assert len(chain.ways) == 3999
    layers = [(16 * a + i, 16 * (a + 1) + j, Size(60, 20)) for a in range(6) for i in range(16) for j in range(16)]
    assert len(plan([Size(80, 40)] * 112, layers).ways) == 1536
