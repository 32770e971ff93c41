"""Ready-made sequences for people who have not bought yet."""

from crm_core.templates.template import Template, business_days, call, email, minutes, task

INBOUND = Template(
    "inbound",
    "Somebody asked for contact: answer within minutes, call the same day.",
    {
        "name": "Inbound: answer within minutes",
        "description": "For everyone who asks on the website. The first answer goes out at any "
        "hour; a call follows within the hour, while they still remember why they asked.",
        "settings": {"sendWindow": "ALWAYS", "reentry": "WHEN_INACTIVE"},
        "steps": [
            email(
                """
Hi {{ first_name | default: "there" }},

thank you for getting in touch. I am {{ sender.first_name | default: "the one" }} and I will be \
your contact here, so you do not have to explain anything twice.

To give you a useful answer rather than a brochure: what made you look for something new right \
now, and by when would you like it solved? Two lines are enough.

I will also try to reach you by phone today. If another time suits you better, just answer with \
one.

Best regards
{{ sender.name }}
""",
                subject="Your inquiry, and two quick questions",
                wait=minutes(3),
            ),
            call(
                "Call {{ full_name | default: email }} about the inquiry",
                """
They asked us, so answer their question first, then ask yours.

1. "You wrote to us today. What prompted it?" Let them finish.
2. What do they do about it now, and what does that cost them?
3. Who else has to be happy with a decision? By when?
4. Agree on a next step with a date before you hang up.

No answer: leave fifteen seconds with your name and one sentence on why you call, then go on.
""",
                wait=minutes(45),
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

I tried to call you yesterday and do not want to keep ringing at bad moments.

Most first conversations take us fifteen minutes: you tell me how it runs at \
{{ company | default: "your company" }} today, and I tell you honestly whether we are the right \
ones for it. If we are not, I will say who is.

Would tomorrow morning work, or rather the afternoon?

Best regards
{{ sender.name }}
""",
                wait=business_days(1),
            ),
            call(
                "Second call to {{ full_name | default: email }}",
                """
Other time of day than the first call. Refer to their inquiry in the first sentence.

If they are busy: "When should I call so that it suits you?" and set that date.
If it is settled already: thank them, ask what decided it, and note the answer.
""",
                wait=business_days(2),
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

I do not want to fill your inbox, so this is my last note for now.

If the subject has become less urgent, nothing is lost: keep this message and answer it whenever \
it comes up again. It reaches me, and I will have your inquiry at hand.

All the best to you{% if company %} and everyone at {{ company }}{% endif %}
{{ sender.name }}
""",
                wait=business_days(3),
            ),
        ],
    },
)

OUTBOUND = Template(
    "outbound",
    "First contact with people who do not know you: five touches in two weeks.",
    {
        "name": "Outbound: first contact in five touches",
        "description": "E-mail, e-mail, call, a personal e-mail and a decision. Give each lead a "
        "custom field “topic” (what you noticed about them); it makes the first line theirs.",
        "settings": {"minGapHours": 20},
        "steps": [
            email(
                """
Hi {{ first_name | default: "there" }},

I am writing because of {{ custom.topic | default: "something we keep hearing from teams like \
yours" }}, and because you seemed the right person at {{ company | default: "your company" }} to \
ask.

When we start with a new customer, one thing is nearly always the same: everybody knows where \
the hours go, and nobody has had the time to change it. We take that part on, and most see a \
difference in the first month.

Would it be worth fifteen minutes to find out whether that holds for you too?

Best regards
{{ sender.name }}
""",
                subject="A question about {{ custom.topic | default: company | default: 'your "
                "team' }}",
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

one thing I left out on purpose: you would not have to replace anything to try it. We begin \
with one small piece, next to what you have, and you look at the result after two weeks.

If this is not your subject at {{ company | default: "your company" }}, who should I ask instead?

Best regards
{{ sender.name }}
""",
                wait=business_days(3),
            ),
            call(
                "Call {{ full_name | default: email }}{% if company %} at {{ company }}{% endif %}",
                """
Goal: an appointment, not a sale.

"{{ first_name | default: "Hello" }}, we have not spoken yet. I sent you two short e-mails about \
{{ custom.topic | default: "how your team works" }}. Do you have a minute, or is it a bad moment?"

1. Is it a subject this year at all?
2. How is it done today, and who suffers most from that?
3. Fifteen minutes with a look at their own case: propose two times.

Voicemail: name, one sentence, "I will write you a line so that you need not call back."
""",
                wait=business_days(2),
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

I have not managed to catch you by phone, so here is the thought in writing.

If {{ company | default: "your team" }} is anything like the teams we work with, the interesting \
question is not whether it can be done better, but what should change first. I have noted down \
what I would start with in your place, on half a page.

Shall I send it to you?

Best regards
{{ sender.name }}
""",
                subject="Half a page for {{ company | default: 'you' }}",
                wait=business_days(2),
                by_hand=True,
            ),
            task(
                "Decide how to go on with {{ full_name | default: email }}",
                """
Five touches without an answer. Look at what is new at {{ company | default: "the company" }}, \
then choose one:

• another person there
• the win-back sequence in a quarter
• close the lead as unqualified, with the reason
""",
                wait=business_days(4),
            ),
        ],
    },
)

AFTER_DEMO = Template(
    "after-demo",
    "The demo went well: keep it moving until there is a yes or a no.",
    {
        "name": "After the demo: to a decision",
        "description": "Starts on the day of the demo. The summary is written by hand, what "
        "follows keeps the date of the decision in view.",
        "settings": {"reentry": "WHEN_INACTIVE", "exclusive": True},
        "steps": [
            email(
                """
Hi {{ first_name | default: "there" }},

thank you for your time today. This is what I took away; please correct me where I am wrong.

What you want to change:
•
What it has to do for you:
•
Open on our side:
•

The next step we agreed on: a short round with everyone who has a say, next week. Who should be \
there from {{ company | default: "your side" }}?

Best regards
{{ sender.name }}
""",
                subject="Summary of our demo and next step",
                wait=minutes(60),
                by_hand=True,
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

when you show this to your colleagues, these three questions usually come first: what does it \
cost in the first year, how long until it runs, and what happens to the data we have?

I am glad to answer all three in ten minutes with everybody on the line, so that you do not have \
to be the messenger. Which day is good?

Best regards
{{ sender.name }}
""",
                wait=business_days(2),
            ),
            call(
                "Call {{ full_name | default: email }}: who decides, and by when?",
                """
{% if deal.name %}Deal: {{ deal.name }}{% if deal.amount %}, {{ deal.amount }} \
{{ deal.currency | default: "" }}{% endif %}.

{% endif %}1. What did the others say?
2. What speaks against it? Ask until something comes; there is always something.
3. "If all of that is solved, what happens next, and on which date?"
4. Write the date into the deal.
""",
                wait=business_days(3),
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

a short question, because I would like to plan with you properly: are we still on for a \
decision this month?

A no is a good answer too. Then I will not keep asking, and you know where to find me.

Best regards
{{ sender.name }}
""",
                subject="Still on for this month?",
                wait=business_days(5),
            ),
            task(
                "Review the deal with {{ company | default: full_name | default: email }}",
                """
No decision two weeks after the demo. Update the stage and the closing date honestly, and write \
down the one thing that would have to happen for it to go on.
""",
                wait=business_days(4),
            ),
        ],
    },
)
