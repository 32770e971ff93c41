"""The settings of a sequence as a form; saving makes the next version."""

from datetime import timedelta

import streamlit as st

from crm_core.domain.permissions import Actor, Permission
from crm_core.domain.sequences import MIN_GAP_LIMIT_HOURS, SequenceSettings
from crm_core.domain.setting_words import REENTRY_WORDS, settings_in_words
from crm_core.domain.words import Reentry, SequenceStatus
from crm_core.usecases.sequence_settings import change_settings, describe_sequence
from crm_core.views.mailboxes import list_mailboxes
from crm_core.views.sequence_list import FoundSequence
from crm_core.views.sequence_versions import VersionDetail
from pages._ui.countries import choose_holidays
from pages._ui.empty import quiet
from pages._ui.facts import facts
from pages._ui.forms import Form
from pages._ui.sections import section
from pages._ui.window import window_editor
from pages._ui.words import counted
from pages._web.installation import get_services

OPENS, CLICKS = "Opens", "Clicks"


def draw_settings(viewer: Actor, line: FoundSequence, latest: VersionDetail) -> None:
    """The forms, or the settings in words for those who may not change them."""
    editable = line.status is not SequenceStatus.ARCHIVED
    if not viewer.may(Permission.SEQUENCES_MANAGE) or not editable:
        if not editable:
            st.html(quiet("An archived sequence cannot be changed."))
        facts(settings_in_words(latest.settings).items())
        return
    with st.container(key="sequence_rules"):
        section("Rules", meaning=_consequence(line))
        _rules(viewer, line, latest)
        section("Name", meaning="The same for all versions; a new name makes none.")
        _name(line)


def _consequence(line: FoundSequence) -> str:
    live = line.active + line.paused
    new = f"Saving makes version {line.version + 1}, with the same steps. "
    if not live:
        return f"{new}Nobody is under way; whoever is enrolled from then on gets it."
    stay = "stays" if live == 1 else "stay"
    return (
        f"{new}{counted(live, 'live enrollment')} {stay} on the version that they began; "
        "whoever is enrolled from then on gets the new one."
    )


def _rules(viewer: Actor, line: FoundSequence, latest: VersionDetail) -> None:
    now = latest.settings
    # A form that was drawn for another version starts anew.
    place = f"sequence_settings_{line.id}_{latest.number}"
    with Form(place, batch=False) as form:
        window = window_editor(form, now.send_window)
        countries = choose_holidays(form, now.holiday_countries)
        reentry = form.choice(
            "May a person enter again?", "settings.reentry", list(Reentry), value=now.reentry,
            names=REENTRY_WORDS.__getitem__,
        )  # fmt: skip
        exclusive = form.flag(
            "Exclusive: nobody is in another sequence meanwhile", "settings.exclusive",
            now.exclusive,
        )  # fmt: skip
        gap = _gap(form, now)
        tracked = st.multiselect(
            "Tracking", [OPENS, CLICKS], _tracked(now), key=form.key("tracking"),
            placeholder="Nothing is tracked",
        )  # fmt: skip
        form.note("settings.tracking")
        company = form.flag(
            "A reply stops everyone of the person’s company", "settings.stopCompanyOnReply",
            now.stop_company_on_reply,
        )  # fmt: skip
        boxes = {box.id: box.address for box in list_mailboxes(get_services(), actor=viewer)}
        pool = st.multiselect(
            "Share new enrollments out among", list(boxes),
            [key for key in now.mailbox_ids if key in boxes], format_func=boxes.__getitem__,
            key=form.key("settings.mailboxIds"), placeholder="The owner’s mailbox sends",
        )  # fmt: skip
        form.note("settings.mailboxIds")
        settings = {
            "sendWindow": window,
            "holidayCountries": countries,
            "reentry": reentry,
            "exclusive": exclusive,
            "minGapHours": gap,
            "tracking": {"opens": OPENS in tracked, "clicks": CLICKS in tracked},
            "stopCompanyOnReply": company,
            "mailboxIds": pool,
        }

        def save(by: Actor) -> str:
            number = change_settings(
                get_services(), actor=by, sequence_id=line.id, settings=settings,
                based_on=latest.number,
            )  # fmt: skip
            return f"Version {number} is saved. Enrollments under way stay on theirs."

        form.submit(f"Save as version {latest.number + 1}", save)


def _gap(form: Form, now: SequenceSettings) -> int | None:
    hours = now.min_gap // timedelta(hours=1) if now.min_gap else 0
    gap = st.number_input(
        "Minimum gap between e-mails to a person, in hours", 0, MIN_GAP_LIMIT_HOURS, hours,
        key=form.key("settings.minGapHours"), help="0: none. Counts e-mails of all sequences.",
    )  # fmt: skip
    form.note("settings.minGapHours")
    return int(gap)


def _tracked(now: SequenceSettings) -> list[str]:
    pairs = ((OPENS, now.track_opens), (CLICKS, now.track_clicks))
    return [word for word, on in pairs if on]


def _name(line: FoundSequence) -> None:
    with Form(f"sequence_name_{line.id}") as form:
        name = form.text("Name", "name", line.name)
        description = form.area("Description", "description", line.description)

        def save(by: Actor) -> str:
            describe_sequence(
                get_services(), actor=by, sequence_id=line.id, name=name, description=description
            )
            return f"“{name.strip()}” is saved."

        form.submit("Save name", save, type="secondary")
