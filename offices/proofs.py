"""Step-up: what weighs most is done only by who proved a moment ago who he is (spec section 14).

A proof is the password, or a code of the second factor, given anew; it is good for five minutes. Which verbs need one
is data of their tables of states; how a proof is given and kept is `offices.identity`'s.
"""

from datetime import datetime, timedelta

from acts.common.refusals import NotAllowed
from offices.actors import Actor

GOOD_FOR = timedelta(minutes=5)


class StepUpNeeded(NotAllowed):
    """The actor may do this, once he has proved again who he is; nothing was done."""

    code = "step-up-needed"
    title = "Prove again that it is you."


class SecondFactorNeeded(NotAllowed):
    """The password was right, and is not enough for this person: the log-in is not finished."""

    code = "second-factor-needed"
    title = "Finish your log-in with your second factor."


def is_fresh(proved_at: datetime | None, at: datetime) -> bool:
    """Whether a proof of `proved_at` still counts; one from the future never does: a clock was wrong."""
    return proved_at is not None and timedelta(0) <= at - proved_at < GOOD_FOR


def refuse_unproven(actor: Actor, *, verb: str, at: datetime) -> None:
    """StepUpNeeded without a fresh proof of the person. The system's own acts never need one."""
    if actor.is_system or actor.proof(at):
        return
    minutes = int(GOOD_FOR.total_seconds() // 60)
    raise StepUpNeeded(
        f"'{verb.replace('_', ' ')}' needs your password or second factor, given in the last {minutes} minutes; by the "
        "API: POST it to /api/v1/step-up/ with the same token, then send this request again"
    )
