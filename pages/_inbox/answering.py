"""Answering from the page: the text, sent in the thread of the message, or kept as a draft."""

import streamlit as st

from crm_core.domain.permissions import Actor
from crm_core.domain.words import DeliveryStatus
from crm_core.usecases.activities import save_draft
from crm_core.usecases.conversations import begin_answer
from crm_core.usecases.sending import send_draft
from crm_core.views.threads import Answer, Conversation
from pages._ui import editor, links
from pages._ui.actions import Action, once
from pages._ui.empty import quiet
from pages._ui.forms import Form
from pages._web.installation import get_services

_SETTLE_FIRST = (DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)


def is_open(answer: Answer) -> bool:
    """Whether the box stands there: it was asked for, or an answer was begun."""
    return answer.draft_id is not None or bool(st.session_state.get(_key(answer)))


def open_box(answer: Answer) -> None:
    """Let the box stand there from now on."""
    st.session_state[_key(answer)] = True


def draw_answer(conversation: Conversation, answer: Answer) -> None:
    """Draw the box."""
    if answer.delivery in _SETTLE_FIRST:
        way = links.link("Say in Tasks whether it arrived", "tasks", task=answer.draft_id)
        st.html(quiet("The answer may have gone out, and nobody heard the server. ", way, "."))
        return
    place = f"inbox_answer_{answer.inbound_id}"
    seen = _Seen.of(place, answer)

    def keep(by: Actor) -> str:
        seen.keep(by, answer, subject, typed)
        return "The answer is kept as a draft."

    def send(by: Actor) -> str:
        key = seen.keep(by, answer, subject, typed)
        with st.spinner("Sending …"):
            send_draft(get_services(), actor=by, activity_id=key, seen=seen.fingerprint)
        st.session_state.pop(_key(answer), None)
        return f"The answer to {conversation.person} went out."

    with Form(place, batch=False) as form:
        st.html(quiet(f"To {answer.address}"))
        subject = form.text("Subject", "subject", answer.subject)
        typed = editor.message(
            "Message", answer.typed, key=form.key("body"), version=seen.version, fields=()
        )
        form.note("body")
        others: list[tuple[str, Action]] = [("Keep as draft", keep)]
        if seen.is_behind(answer):
            others.insert(0, ("Load again", lambda _: "This is the answer as it stands now."))
        form.submit("Send", send, also=others)


class _Seen:
    """What the person had before them when the box was drawn first: which draft, or how many
    answers. It lives in the session until an action of the box is done."""

    def __init__(self, kept: dict[str, object]) -> None:
        self._kept = kept

    @classmethod
    def of(cls, place: str, answer: Answer) -> "_Seen":
        name = f"{once(place)}_seen"
        now = {
            "draft": answer.draft_id, "fingerprint": answer.seen, "begun": answer.begun,
            "version": f"{answer.draft_id or 0}",
        }  # fmt: skip
        kept: dict[str, object] = st.session_state.setdefault(name, now)
        return cls(kept)

    @property
    def fingerprint(self) -> str:
        return str(self._kept["fingerprint"])

    @property
    def version(self) -> str:
        """Of the text that the editor began with: what is typed since survives a refusal."""
        return str(self._kept["version"])

    def is_behind(self, answer: Answer) -> bool:
        """Whether somebody else, or another tab, has changed the answer or begun one since."""
        if self._kept["draft"] is None:
            return self._kept["begun"] != answer.begun
        return (self._kept["draft"], self.fingerprint) != (answer.draft_id, answer.seen)

    def keep(self, by: Actor, answer: Answer, subject: str, typed: str) -> int:
        """Write the text down, into the draft that there is or a new one; returns its id."""
        services, draft = get_services(), self._kept["draft"]
        if isinstance(draft, int):
            self._kept["fingerprint"] = save_draft(
                services, actor=by, activity_id=draft, seen=self.fingerprint, subject=subject,
                typed=typed,
            )  # fmt: skip
            return draft
        begun = begin_answer(
            services, actor=by, inbound_id=answer.inbound_id, subject=subject, typed=typed,
            answers_seen=int(str(self._kept["begun"])),
        )  # fmt: skip
        self._kept.update(draft=begun.activity_id, fingerprint=begun.fingerprint)
        return begun.activity_id


def _key(answer: Answer) -> str:
    return f"inbox_answering_{answer.inbound_id}"
