"""The three sequences of the demo, as `CreateSequenceInput`.

The product that they sell is made up too: Quayline, a booking page for the loading docks of
warehouses.
"""

from typing import Any

OUTBOUND: dict[str, Any] = {
    "name": "Outbound: waiting times at the dock",
    "description": "First contact with whoever runs a warehouse. Two e-mails, a call, a personal "
    "e-mail, and a decision.",
    "settings": {"minGapHours": 20},
    "steps": [
        {
            "type": "EMAIL_AUTO",
            "subject": "Trucks waiting at {{ company }}?",
            "body": """Hi {{ first_name }},

most warehouses can tell me what waiting trucks cost them, to the cent. Few can tell me which \
carrier causes it, because the slots are handed out by phone.

Quayline gives every carrier a booking page and your dock team one live plan. A food \
distributor with {{ custom.docks | default: "a few dozen" }} doors brought its average wait at \
the gate from 68 down to 31 minutes in the first quarter.

Is it worth fifteen minutes to see where {{ company }} stands? I will bring the comparison; you \
only need last month's gate log.

Best regards
{{ sender.name }}
Quayline""",
        },
        {
            "type": "EMAIL_AUTO",
            "delay": {"value": 3, "unit": "BUSINESS_DAYS"},
            "body": """Hi {{ first_name }},

one thing I left out: nothing has to change on the carriers' side. They book in the browser, \
without an account, and those who still phone are entered by your team in two clicks.

If docks aren't your subject at {{ company }}, who should I ask instead?

Best regards
{{ sender.name }}""",
        },
        {
            "type": "CALL",
            "delay": {"value": 2, "unit": "BUSINESS_DAYS"},
            "subject": "Call {{ first_name }} at {{ company }}",
            "instructions": """Ask for {{ full_name }} ({{ title | default: "no title known" }}).

1. Did the two e-mails arrive, and is waiting time a subject this year?
2. How are slots handed out today: phone, e-mail, a portal of the carrier?
3. If there is interest: half an hour with whoever plans the yard.

Nobody there: leave a short message with one figure, 68 to 31 minutes.""",
        },
        {
            "type": "EMAIL_MANUAL",
            "delay": {"value": 1, "unit": "BUSINESS_DAYS"},
            "subject": "An idea for the docks of {{ company }}",
            "body": """Hi {{ first_name }},

we keep missing each other on the phone, so here is the idea in writing. I drew up how a day \
at {{ company }} would look with booked slots: mornings for the fixed routes, two doors kept free \
for walk-ins, and the late wave spread over an hour instead of ten minutes.

May I show it to you on Thursday or Friday?

Best regards
{{ sender.name }}""",
        },
        {
            "type": "TASK",
            "delay": {"value": 4, "unit": "BUSINESS_DAYS"},
            "subject": "Decide how to go on with {{ full_name }}",
            "instructions": """No answer so far. Look at what {{ company }} published lately, then \
choose: another contact there, the re-engagement sequence in a quarter, or leave it.""",
        },
    ],
}

INBOUND: dict[str, Any] = {
    "name": "Inbound: answer to an inquiry",
    "description": "Whoever asks on the website hears from us at once, at any hour.",
    "settings": {"sendWindow": "ALWAYS"},
    "steps": [
        {
            "type": "EMAIL_AUTO",
            "subject": "Your question to Quayline",
            "body": """Hi {{ first_name }},

thank you for writing to us. I have read your message and will look after it myself.

So that my answer is of use: how many doors does {{ company | default: "your site" }} have, and \
about how many trucks arrive on a busy day? A rough number is enough.

Until then, this is how other sites run it: https://www.example.com/dock-plan

Best regards
{{ sender.name }}
Quayline""",
        },
        {
            "type": "EMAIL_AUTO",
            "delay": {"value": 20, "unit": "HOURS"},
            "body": """Hi {{ first_name }},

while you gather the numbers, here is what a first month at {{ company }} would look like: the \
plan is set up in two days, your three largest carriers book from the second week, and the rest \
follow once the first queue has gone.

Does Tuesday or Wednesday suit you for twenty minutes? Just answer with a time.

Best regards
{{ sender.name }}""",
        },
        {
            "type": "CALL",
            "delay": {"value": 1, "unit": "DAYS"},
            "subject": "Call {{ first_name }} about the inquiry",
            "instructions": "Answer what was asked first. Then: doors, trucks a day, who decides, "
            "and by when the waiting should end.",
        },
        {
            "type": "EMAIL_AUTO",
            "delay": {"value": 2, "unit": "DAYS"},
            "body": """Hi {{ first_name }},

I don't want to fill your inbox, so this is my last note for now. The offer of a free look at \
your gate log stands: send it whenever it suits you, and you get the comparison back within a \
day.

All the best to {{ company | default: "you and your team" }}
{{ sender.name }}""",
        },
    ],
}

REENGAGEMENT: dict[str, Any] = {
    "name": "Re-engagement: a year later",
    "description": "For those who said “not this year”. Paused until the new price list is out.",
    "settings": {"reentry": "WHEN_INACTIVE"},
    "steps": [
        {
            "type": "EMAIL_AUTO",
            "subject": "A year later at {{ company }}",
            "body": """Hi {{ first_name }},

a year ago you told us that {{ deal.name | default: "a dock plan" }} had to wait. I kept a note \
to ask again, and here I am.

Two things have changed since: carriers can book by e-mail now, and sites below 20 doors pay by \
the slot. Both came up when we spoke.

Shall I send you what it would mean for {{ company }}?

Best regards
{{ sender.name }}""",
        },
        {
            "type": "EMAIL_AUTO",
            "delay": {"value": 7, "unit": "DAYS"},
            "body": """Hi {{ first_name }},

a short yes or no is all I need: is the waiting at your gate still a subject for this year?

Best regards
{{ sender.name }}""",
        },
        {
            "type": "TASK",
            "delay": {"value": 5, "unit": "BUSINESS_DAYS"},
            "subject": "Note the state of {{ company }}",
            "instructions": "Write down what we know and set a date for the next look.",
        },
    ],
}
