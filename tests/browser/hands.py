"""How a page is worked: by keys alone, or with the mouse where scripts are off. Both know the same gestures."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Page

_FOCUSED = "() => document.activeElement.outerHTML.slice(0, 200)"


class Hands(ABC):
    """`options` are those of the browser; a place is a CSS selector."""

    options: ClassVar[dict[str, bool]] = {}

    def __init__(self, page: Page) -> None:
        self.page = page

    @abstractmethod
    def press(self, place: str) -> None:
        """A link, a button, the line that opens what is folded."""

    @abstractmethod
    def type(self, place: str, text: str) -> None:
        """A text field, empty before."""

    @abstractmethod
    def day(self, place: str, iso: str) -> None:
        """A field for a day."""

    @abstractmethod
    def choose(self, place: str, value: str) -> None:
        """A select, by the value of its option."""

    @abstractmethod
    def attach(self, place: str, file: Path) -> None:
        """A field for a file."""


class Keys(Hands):
    """Tab and Enter; the mouse stays where it is."""

    def press(self, place: str) -> None:
        tab_to(self.page, place)
        self.page.keyboard.press("Enter")

    def type(self, place: str, text: str) -> None:
        tab_to(self.page, place)
        self.page.keyboard.type(text)

    def day(self, place: str, iso: str) -> None:
        year, month, day = iso.split("-")
        self.type(place, f"{month}{day}{year}")

    def choose(self, place: str, value: str) -> None:
        tab_to(self.page, place)
        for _ in range(60):
            if self.page.locator(place).input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow does not reach {value} of {place}")

    def attach(self, place: str, file: Path) -> None:
        tab_to(self.page, place)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(file)


class Mouse(Hands):
    """Clicks, in a browser without scripts."""

    options: ClassVar[dict[str, bool]] = {"java_script_enabled": False}

    def press(self, place: str) -> None:
        self.page.click(place)

    def type(self, place: str, text: str) -> None:
        self.page.fill(place, text)

    day = type

    def choose(self, place: str, value: str) -> None:
        self.page.select_option(place, value)

    def attach(self, place: str, file: Path) -> None:
        self.page.set_input_files(place, file)


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on an element that fits; no mouse."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}; it is at {page.evaluate(_FOCUSED)}")
