"""Refusals: named exceptions with a code and facts, no HTTP. The faces turn them into an answer."""

from collections.abc import Iterable, Sequence

from acts.common.findings import Finding, FindingClass, summary


class Refusal(Exception):
    """The base of every refusal: the action was not done and nothing was changed."""

    code = "refused"
    title = "The action was refused."

    def __init__(self, detail: str = "", *, findings: Iterable[Finding] = ()) -> None:
        self.detail = detail or self.title
        self.findings: Sequence[Finding] = tuple(findings)
        super().__init__(self.detail)


class RulesBroken(Refusal):
    """One or more rules are broken; every finding is listed."""

    code = "rules-broken"
    title = "The data breaks one or more rules."

    def __init__(self, findings: Iterable[Finding], detail: str = "") -> None:
        rows = tuple(findings)
        super().__init__(detail or summary(rows), findings=rows)

    @classmethod
    def one(
        cls,
        code: str,
        path: str,
        text: str,
        value: object = None,
        finding_class: FindingClass = FindingClass.RULE_BROKEN,
    ) -> "RulesBroken":
        """A refusal with a single finding."""
        return cls([Finding(finding_class, code, path, text, value)])


class WrongState(Refusal):
    """Class 92: not possible in this state. The one answer to every wrong-time action."""

    code = "wrong-state"
    title = "This is not possible in the present state."

    def __init__(self, *, action: str, state: str, code: str = "R-STATE-01") -> None:
        text = f"{action.replace('_', ' ')} is not possible in state {state}"
        super().__init__(text, findings=[Finding(FindingClass.WRONG_STATE, code, "state", text, state)])
        self.action = action
        self.state = state


class NotAllowed(Refusal):
    """The actor may know of the thing but may not do this to it."""

    code = "not-allowed"
    title = "You may not do this."


class NotFound(Refusal):
    """The thing does not exist, or the actor may not know that it does."""

    code = "not-found"
    title = "Not found."


class PostingNeeded(Refusal):
    """The officer holds several postings and must say in which one this is done."""

    code = "posting-needed"
    title = "You hold several postings: name the one you act in."
