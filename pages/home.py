"""Home: what needs me today, what was done since I was here, what waits and why, the week."""

from crm_core.usecases.visits import note_visit
from crm_core.views.health import list_runners
from crm_core.views.home import get_done_since, get_first_steps
from pages._home.beginning import draw_first_steps
from pages._home.day import draw_day
from pages._home.greeting import draw_greeting
from pages._home.waits import draw_since
from pages._home.week import draw_week
from pages._ui import messages
from pages._ui.auth import require_user
from pages._web.installation import get_services

actor = require_user()
services = get_services()
now = services.clock.now()
draw_greeting(actor, list_runners(services), now)
messages.show()
before = note_visit(services, actor=actor)
steps = get_first_steps(services, actor=actor)
if not steps.enrolled:
    draw_first_steps(steps)
draw_day(now)
if steps.enrolled:
    draw_since(get_done_since(services, actor=actor, since=before), now, first=before is None)
draw_week(actor)
