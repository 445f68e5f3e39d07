#!/usr/bin/env python3
"""Draw the state machine from its table (transit.states) as docs/states.svg: a column per state, a row per transition.

A filled dot is a state the transition starts from, an arrow ends in the state it leads to, a ring means that the state
may stay. Run it after any change of the table; a test compares the picture with the table.
"""

import sys
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from transit.enums import TERMINAL, State, Who  # noqa: E402 - the project lies one folder up
from transit.states import EVENTS, TABLE, Transition  # noqa: E402

PICTURE = ROOT / "docs" / "states.svg"

LEFT, COLUMN, WHO = 214, 46, 178
TOP, ROW, GAP, BOTTOM = 146, 32, 40, 44
STYLE = """
.ground{fill:#fff}.stripe{fill:#f4f6f3}.life{stroke:#d5d9d1;stroke-width:1.5}.end.life{stroke:#8b969b}
text{font:14px system-ui,'Noto Sans','DejaVu Sans',sans-serif;fill:#1a2226}
.head{font-weight:600}.end.head{font-weight:800}.soft{fill:#525f66;font-size:13px}.number{fill:#525f66;text-anchor:end}
.open.mark{fill:#fff;stroke:#0b5c63;stroke-width:2}.end.mark{fill:#1a2226}
.way{stroke:#0b5c63;stroke-width:2}.tip,.dot{fill:#0b5c63}.ring{fill:#fff;stroke:#0b5c63;stroke-width:2.5}
""".replace("\n", "")


def draw() -> str:
    """The whole picture as SVG text."""
    events = {name: row for name, row in EVENTS.items() if row.sources}
    used = {state for row in (*TABLE.values(), *events.values()) for state in (*row.sources, *row.targets)}
    states = [state for state in State if state in used]
    column = {state: LEFT + COLUMN * index + COLUMN // 2 for index, state in enumerate(states)}
    second = TOP + ROW * len(TABLE) + GAP
    floor = second + ROW * len(events)
    width, height = LEFT + COLUMN * len(states) + WHO, floor + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-label="The states of a movement and the transitions between them">',
        f'<style>{STYLE}</style><rect class="ground" width="{width}" height="{height}" rx="10"/>',
    ]
    rows = [(TOP + ROW * index, name, row) for index, (name, row) in enumerate(TABLE.items())]
    rows += [(second + ROW * index, name, row) for index, (name, row) in enumerate(events.items())]
    parts += [
        f'<rect class="stripe" x="8" y="{y}" width="{width - 16}" height="{ROW}" rx="5"/>' for y, _, _ in rows[::2]
    ]
    for state in states:
        parts += _head(state, column[state], floor)
    for y, name, row in rows:
        parts += _row(name, row, y + ROW // 2, column, width - WHO)
    parts.append(f'<text class="soft" x="16" y="{second - 12}">Events that keep the state</text>')
    return "\n".join([*parts, _legend(height - 16), "</svg>"]) + "\n"


def _head(state: State, x: int, floor: int) -> list[str]:
    """A state's name, set aslant, and the line down from it."""
    kind = "end" if state in TERMINAL else "open"
    name = state.value.replace("_", " ").lower()
    return [
        f'<line class="{kind} life" x1="{x}" y1="{TOP - 14}" x2="{x}" y2="{floor}"/>',
        f'<circle class="{kind} mark" cx="{x}" cy="{TOP - 14}" r="5"/>',
        f'<text class="{kind} head" transform="translate({x + 2} {TOP - 26}) rotate(-48)">{name}</text>',
    ]


def _row(name: str, row: Transition, y: int, column: dict[State, int], right: int) -> list[str]:
    """One transition: number and name, its ways, who fires it."""
    parts = [
        f'<text class="number" x="34" y="{y + 5}">{row.number or "·"}</text>',
        f'<text x="44" y="{y + 5}">{escape(name.replace("_", " "))}</text>',
        f'<text class="soft" x="{right + 12}" y="{y + 5}">{escape(_who(row))}</text>',
    ]
    for target in row.targets:
        x = column[target]
        left_hand = [column[source] for source in row.sources if column[source] < x]
        right_hand = [column[source] for source in row.sources if column[source] > x]
        if left_hand:
            parts.append(_arrow(min(left_hand), x, y, -1))
        if right_hand:
            parts.append(_arrow(max(right_hand), x, y, 1))
    for source in sorted(row.sources, key=column.__getitem__):
        stays = not row.targets or source in row.targets
        shape = 'class="ring" r="6.5"' if stays else 'class="dot" r="5.5"'
        parts.append(f'<circle cx="{column[source]}" cy="{y}" {shape}/>')
    return parts


def _arrow(start: int, end: int, y: int, side: int) -> str:
    """A line from `start` to the column `end`, its tip on the side it comes from."""
    tip = end + side * 4
    return (
        f'<line class="way" x1="{start}" y1="{y}" x2="{tip + side * 8}" y2="{y}"/>'
        f'<path class="tip" d="M{tip} {y}l{side * 11} -6v12z"/>'
    )


def _who(row: Transition) -> str:
    """Who fires it, in the words of the specification's column."""
    first = [who for who in Who if who in row.who and who != Who.SUPERVISOR]
    words = {Who.ATT: "ATT", Who.SYSTEM: "system"}
    names = ", ".join(words.get(who, str(who.label).removeprefix("officer of ")) for who in first)
    return f"{names} + supervisor" if Who.SUPERVISOR in row.who else names


def _legend(y: int) -> str:
    return "".join(
        [
            f'<circle class="dot" cx="28" cy="{y - 4}" r="5.5"/>',
            f'<text class="soft" x="41" y="{y}">from this state</text>',
            f'<path class="tip" d="M182 {y - 4}l-11 -6v12z"/><text class="soft" x="190" y="{y}">to this state</text>',
            f'<circle class="ring" cx="316" cy="{y - 4}" r="6.5"/>',
            f'<text class="soft" x="330" y="{y}">stays, or may stay</text>',
            f'<circle class="end mark" cx="488" cy="{y - 4}" r="5"/><text class="soft" x="500" y="{y}">terminal</text>',
        ]
    )


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw())
    print(PICTURE.relative_to(ROOT))
