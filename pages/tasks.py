"""Tasks: the calls, drafts and to-dos that wait for a person, as a list or one at a time."""

import streamlit as st

from pages._tasks.asked import TASK, queue_of
from pages._tasks.one import draw_one
from pages._tasks.queue_list import draw_list
from pages._ui import address, messages
from pages._ui.auth import require_user
from pages._web.installation import get_services

actor = require_user()
services = get_services()

st.title("Tasks", anchor=False)
messages.show()
task_id = address.number(TASK)
if task_id is None:
    draw_list(services, actor)
else:
    draw_one(services, actor, queue_of(actor), task_id)
