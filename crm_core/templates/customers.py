"""Ready-made sequences for people who try, use or once used what you sell."""

from crm_core.templates.template import Template, business_days, call, days, email, minutes, task

TRIAL = Template(
    "trial",
    "Somebody started a trial of two weeks: to a first success, then to a purchase.",
    {
        "name": "Trial: to a first success in two weeks",
        "description": "Starts with the trial. Each e-mail asks for one thing only; the call comes "
        "in the middle, when there is something to talk about.",
        "settings": {"reentry": "WHEN_INACTIVE"},
        "steps": [
            email(
                """
Hi {{ first_name | default: "there" }},

welcome! Your two weeks have begun, and I would like you to have something to show at the end of \
them.

So, one thing for today: bring in a single real case of your own, not an invented one. It takes \
about ten minutes, and from then on all that you see is about you.

If you get stuck, answer this message. It reaches me and not a ticket system.

Best regards
{{ sender.name }}
""",
                subject="Your trial: one thing for today",
                wait=minutes(10),
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

how did the first case go?

If you have not come to it: send me what you have, in whatever form, and I will set it up for \
you. If it worked: the next step with the greatest effect is to invite one colleague who would \
use it daily. Two people find out in a day what takes one person a week.

Best regards
{{ sender.name }}
""",
                wait=business_days(2),
            ),
            call(
                "Half-time call with {{ full_name | default: email }}",
                """
They are in the middle of the trial{% if company %} at {{ company }}{% endif %}.

1. "What did you want to find out when you signed up?"
2. What have they done so far? Open it with them and solve one thing on the phone.
3. What must be true at the end for them to stay? Write it down in their words.
4. Who else needs to see it before then?
""",
                wait=business_days(3),
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

your trial ends in a few days, and everything that you have entered stays where it is, whatever \
you decide.

If you go on, nothing changes except that the clock stops. If you need a few more days for a \
proper look, tell me and I will extend it; I prefer a late decision to a rushed one.

Which of the two is it?

Best regards
{{ sender.name }}
""",
                subject="Your trial ends soon: go on, or more time?",
                wait=business_days(3),
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

the two weeks are over. Was it what you had hoped for?

If not, I would be grateful for one honest sentence about what was missing. It is the most \
useful thing that anybody can send us, and I read every answer.

Best regards
{{ sender.name }}
""",
                subject="What was missing?",
                wait=days(4),
            ),
        ],
    },
)

RENEWAL = Template(
    "renewal",
    "A contract ends in about three months: talk about value before price.",
    {
        "name": "Renewal: ninety days ahead",
        "description": "Enroll customers about ninety days before their contract ends. A person "
        "prepares, a person calls; the e-mails in between keep the date in view.",
        "settings": {"reentry": "WHEN_INACTIVE", "exclusive": True},
        "steps": [
            task(
                "Prepare the renewal of {{ company | default: full_name | default: email }}",
                """
Before anything is written, collect on one page:

• what they use and how often, compared with a year ago
• open complaints, and what became of them
• who decided last time, and whether they are still there
• what they could use in addition, and why it would pay for them
""",
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

your contract with us comes up for renewal in about three months. I would rather talk about it \
now than send you a form at the end.

I have put together how {{ company | default: "your team" }} used it over the last year and \
where I think there is more in it for you. May I show you that in twenty minutes, next week or \
the week after?

Best regards
{{ sender.name }}
""",
                subject="Looking back on your year with us",
                wait=business_days(2),
                by_hand=True,
            ),
            call(
                "Renewal talk with {{ full_name | default: email }}",
                """
{% if deal.name %}About: {{ deal.name }}.

{% endif %}1. "What would you miss if it were gone tomorrow?" Value first, in their words.
2. What annoys them? Promise nothing; note it, and say by when they get an answer.
3. What changes at their company next year?
4. Only then: term, volume, price. Agree on the date of the signature.
""",
                wait=business_days(5),
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

to make the renewal easy for you, here is what I need to prepare the papers: the number of users \
for next year, the address for the invoice, and who signs.

If anything stands in the way, tell me now. There is still time to solve it.

Best regards
{{ sender.name }}
""",
                subject="Your renewal: three things I need",
                wait=business_days(10),
            ),
            call(
                "Renewal: is anything in the way at {{ company | default: full_name | "
                "default: email }}?",
                """
A month to go. If there is no signature date yet, find out why: money, a competitor, a change of \
people, or simply forgotten? Each needs another answer. Bring in your manager for the first two.
""",
                wait=business_days(15),
            ),
        ],
    },
)

WIN_BACK = Template(
    "win-back",
    "They left, or said “not now”, some months ago: ask again, politely and briefly.",
    {
        "name": "Win-back: half a year later",
        "description": "For lost deals and former customers, six months on. Three light touches "
        "and a look at whether it is worth another try.",
        "settings": {"reentry": "WHEN_INACTIVE", "minGapHours": 48},
        "steps": [
            email(
                """
Hi {{ first_name | default: "there" }},

some months ago you decided against {{ deal.name | default: "going on with us" }}. I kept a note \
to ask you again about now, and here I am.

I do not want to sell you the same thing twice. I am curious: did the way you chose turn out as \
you had hoped?

If it did, I am glad, and one line will do. If not, I have an idea or two that we did not have \
back then.

Best regards
{{ sender.name }}
""",
                subject="How did it turn out?",
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

what people tell us most often when they come back: the first time was the wrong moment, not the \
wrong subject.

A good deal has changed here since. If you like, I will show you only what is new, in ten \
minutes, at {{ company | default: "your company" }}'s own example.

Best regards
{{ sender.name }}
""",
                wait=business_days(6),
            ),
            call(
                "Ask {{ full_name | default: email }} how things stand",
                """
Friendly, short, without an offer in the first minute.

1. How did it go on after we last spoke{% if deal.name %} about {{ deal.name }}{% endif %}?
2. What would have to be different for them to look at it again?
3. When is the next natural moment: a budget, a contract's end, a new year? Set a reminder.
""",
                wait=business_days(4),
            ),
            email(
                """
Hi {{ first_name | default: "there" }},

then I will leave you in peace. If anything changes, a short answer to this message is enough, \
even in a year.

All the best{% if company %} to everyone at {{ company }}{% endif %}
{{ sender.name }}
""",
                wait=business_days(8),
            ),
        ],
    },
)
