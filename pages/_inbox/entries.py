"""The messages of a conversation, each as a card: what came with what it is, what went out."""

from datetime import datetime

from crm_core.domain.words import DeliveryStatus
from crm_core.views.incoming import Incoming
from crm_core.views.outgoing import Outgoing
from pages._inbox.words import (
    FEELINGS,
    kind_badge,
    outcome_badge,
    what_it_did,
    what_was_said,
    why,
)
from pages._ui.badges import badge, toned
from pages._ui.html import Html, tag, together
from pages._ui.times import moment


def incoming(mail: Incoming, now: datetime, *, known: str, with_text: bool = True) -> Html:
    """A message that came in; its text is left out where its formatted form is drawn below.

    `known`: the person's address, which is not told again; neither is a sender's without a name.
    """
    who = tag("span", mail.sender, "ds-strong", title=mail.address)
    if mail.address not in (known, mail.sender):
        who = together(who, " ", tag("span", mail.address, "ds-quiet"))
    marks = [kind_badge(mail.classification, mail.intent, mail.sentiment)]
    if mail.sentiment and mail.intent is None:
        marks.append(toned(FEELINGS[mail.sentiment], "gray"))
    if mail.label:
        marks.append(toned(mail.label.replace("_", " ").capitalize(), "gray"))
    if mail.is_open:
        marks.append(toned("Open", "blue"))
    parts = [_head(who, marks, mail.at, now), _subject(mail.subject)]
    if with_text:
        parts.append(tag("div", mail.text or "(no text)", "ds-text", dir="auto"))
        if mail.rest:
            rest = tag("div", mail.rest, "ds-text ds-quiet", dir="auto")
            parts.append(
                tag(
                    "details",
                    together(tag("summary", "Show the rest"), rest),
                    "ds-fold-text ds-rest",
                )
            )
    parts.append(_about(mail))
    return tag("article", together(*parts), "ds-mail ds-mail-in")


def outgoing(mail: Outgoing, now: datetime, *, known: str) -> Html:
    """An e-mail of ours; `known` as of `incoming`."""
    who = tag("span", "We wrote", "ds-strong", title=f"To {mail.recipient}")
    if mail.recipient != known:
        who = together(who, " ", tag("span", f"to {mail.recipient}", "ds-quiet"))
    marks = []
    if mail.outcome:
        marks.append(outcome_badge(mail.outcome))
    elif mail.status is not DeliveryStatus.SENT:
        marks.append(badge(mail.status))
    step = f", step {mail.step}" if mail.step else ""
    origin = f"{mail.sequence}{step}" if mail.sequence else "Written by hand"
    below = f"{origin} · from {mail.mailbox}" if mail.mailbox else origin
    text = tag("div", mail.text, "ds-text", dir="auto") if mail.text.strip() else Html("")
    if len(mail.text) > 280 or mail.text.count("\n") > 5:
        start = " ".join(mail.text[:200].split())
        text = tag(
            "details", together(tag("summary", f"{start} …", dir="auto"), text), "ds-fold-text"
        )
    words = together(
        _head(who, marks, mail.at, now), _subject(mail.subject), text,
        tag("p", below, "ds-quiet ds-mail-about"),
    )  # fmt: skip
    return tag("article", words, "ds-mail ds-mail-out")


def _head(who: Html, marks: list[Html], at: datetime, now: datetime) -> Html:
    return tag("div", together(tag("span", who), *marks, moment(at, now)), "ds-entry-head")


def _subject(subject: str) -> Html:
    return tag("div", subject or "(no subject)", "ds-mail-subject", dir="auto")


def _about(mail: Incoming) -> Html:
    """Why it is what it is, what it did, what was said of it."""
    lines = [tag("div", why(mail))] if why(mail) else []
    lines += [tag("div", one, "ds-did") for one in what_it_did(mail)]
    lines += [tag("div", what_was_said(one)) for one in mail.corrections]
    if not mail.is_open and mail.handled_by:
        lines.append(tag("div", f"Done by {mail.handled_by}."))
    return tag("div", together(*lines), "ds-mail-about ds-quiet") if lines else Html("")
