"""Every row lock of notices."""

from acts.notices.models import Feed


def feed(firm: str) -> Feed:
    """The end of a firm's feed, locked; made if the firm has none yet."""
    Feed.objects.bulk_create([Feed(firm=firm)], ignore_conflicts=True)
    return Feed.objects.select_for_update().get(pk=firm)
