"""All tools, one by one, and which of them a person's copilot has.

A tool is offered where the workspace has it on and the person's role holds what it needs; what
is not offered cannot be called either.
"""

from collections.abc import Mapping

from crm_core.copilot.tool import Tool
from crm_core.copilot.tools.activities import create_task, find_activities, get_tasks, log_call
from crm_core.copilot.tools.deal_story import get_deal_summary
from crm_core.copilot.tools.deals import find_deals, move_deal
from crm_core.copilot.tools.drafts import (
    create_email_draft,
    revise_email_draft,
    send_email_draft,
)
from crm_core.copilot.tools.enrollments import (
    enroll,
    pause_enrollment,
    resume_enrollment,
    stop_enrollment,
)
from crm_core.copilot.tools.messages import classify_reply, correct_reply, rewrite_message
from crm_core.copilot.tools.next_steps import recommend_next_step
from crm_core.copilot.tools.people import find_people, get_timeline
from crm_core.copilot.tools.sequences import create_sequence, find_sequences, get_sequence_numbers
from crm_core.copilot.tools.waiting import explain_waiting
from crm_core.domain.copilot_settings import CopilotSettings
from crm_core.domain.permissions import Actor

TOOLS: tuple[Tool, ...] = (
    get_deal_summary,
    recommend_next_step,
    find_people,
    get_timeline,
    find_deals,
    find_activities,
    get_tasks,
    find_sequences,
    get_sequence_numbers,
    explain_waiting,
    classify_reply,
    rewrite_message,
    create_email_draft,
    revise_email_draft,
    send_email_draft,
    create_task,
    log_call,
    move_deal,
    enroll,
    pause_enrollment,
    resume_enrollment,
    stop_enrollment,
    correct_reply,
    create_sequence,
)
"""In the order in which a model and the settings page are told of them."""


def by_name() -> Mapping[str, Tool]:
    """All tools, whoever may use them."""
    return {tool.name: tool for tool in TOOLS}


def offered(settings: CopilotSettings, actor: Actor) -> tuple[Tool, ...]:
    """The tools that this person's copilot may use at present."""
    return tuple(
        tool
        for tool in TOOLS
        if tool.name not in settings.off and all(actor.may(needed) for needed in tool.needs)
    )
