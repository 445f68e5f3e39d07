"""Exchange rates of one day, and how amounts get from one currency to another. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from acts.common import money

# Digits enough for 16-digit amounts times every rate; the noise of a division stays below the places cut away.
PRECISION = 60
_NOISE = Decimal("1e-30")


def rounded_up(parts: Iterable[tuple[Decimal, Decimal]], *, currency: str) -> Decimal:
    """The sum of amounts, each times its factor into `currency`, rounded up once to its minor unit.

    One over 0.7 is no exact decimal: its last digit must not lift an even amount by a whole unit.
    """
    with localcontext(prec=PRECISION):
        total = sum((amount * factor for amount, factor in parts), Decimal(0))
        return money.round_up(total.quantize(_NOISE), currency)


@dataclass(frozen=True, slots=True)
class Exchange:
    """The rates of one day: one unit of the first currency of a pair is `rates[pair]` units of the second."""

    rates: Mapping[tuple[str, str], Decimal]

    def factor(self, source: str, target: str) -> Decimal | None:
        """What one unit of `source` is in `target`: the pair, else its inverse, else over one third currency.

        The third currency is the first in the alphabet that has both legs, so that the answer is always the same one.
        None if the day has no such rate: the caller says so, there is no default.
        """
        with localcontext(prec=PRECISION):
            direct = self._leg(source, target)
            if direct is not None:
                return direct
            for middle in sorted({name for pair in self.rates for name in pair}):
                first, second = self._leg(source, middle), self._leg(middle, target)
                if first is not None and second is not None:
                    return first * second
        return None

    def _leg(self, source: str, target: str) -> Decimal | None:
        if source == target:
            return Decimal(1)
        if (source, target) in self.rates:
            return self.rates[source, target]
        inverse = self.rates.get((target, source))
        return None if inverse is None else 1 / inverse
