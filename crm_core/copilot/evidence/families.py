"""Which words people use for a field, a kind of record or a value: families of the same meaning.

Words of one family may stand for each other in a claim about a fact of that family only, so a
wide word ("worth", "close") proves nothing of another field.
"""

from crm_core.copilot.facts import RecordKind

KINDS: dict[RecordKind, str] = {
    RecordKind.DEAL: "deal opportunity deals",
    RecordKind.LEAD: "lead",
    RecordKind.PERSON: "",
    RecordKind.COMPANY: "company account organization",
    RecordKind.ACTIVITY: "activity",
    RecordKind.ENROLLMENT: "enrollment enrolled",
    RecordKind.SEQUENCE: "sequence campaign",
    RecordKind.DELIVERY: "touch step",
    RecordKind.MESSAGE: "message email",
    RecordKind.WORKSPACE: "workspace total overall altogether",
}

FIELDS: dict[str, str] = {
    "amount": "worth value valued amount size total priced amounts",
    "value": "worth value valued amount size total",
    "stage": "stage phase into moved reached sits stands entered since",
    "owner": "owner owned owns own by belongs responsible manages managed assigned handles handled "
    "runs account looked after",
    "company": "company works working work employed employer account organization from by",
    "contact": "contact contacts person main",
    "close": "close closes closing expected expect due forecast date by scheduled planned "
    "anticipated target",
    "probability": "probability likelihood chance odds likely win winning closing estimated",
    "in stage": "in stage phase been spent sitting sat time age current",
    "in this stage": "in stage phase takes take time been spent sitting sat current",
    "usual": "usual usually typical typically normally median deals spend",
    "reply": "reply replied replies answer answered respond responded response heard from back "
    "wrote came last latest recent contact",
    "replied": "people person replies reply replied answer answered respond responded response "
    "heard from back wrote",
    "title": "title role position job works serves",
    "person": "person contact contacts main with",
    "sender": "sender from sent wrote by",
    "e-mail": "email address reach reached reachable contact contacted at",
    "sequence": "sequence enrolled enrollment campaign",
    "stage change": "moved from into changed went stage",
    "because": "because reason ended stopped canceled why due",
    "ended": "ended stopped over finished",
    "active": "active people running",
    "paused": "paused people",
    "finished": "finished completed people",
    "stopped": "stopped people",
    "steps": "steps long",
    "overdue": "overdue late",
    "received": "received came arrived",
    "classification": "classified classification counts reply",
    "intent": "intent",
    "in this stage since": "moved entered reached into",
    "note": "note notes noted says",
    "e-mail address": "email address reach reached reachable contact contacted can at",
    "phone": "phone telephone number call called reach reached reachable can at by",
    "opted out": "opted out unsubscribed opt-out opt unsubscribe",
    "unanswered": "unanswered touches touch gone went without answer sent",
    "sentiment": "sentiment tone sounded sounds mood came across classified reads response reply "
    "replied answer",
    "subject": "subject line titled title",
    "outcome": "outcome result ended resulted",
    "duration": "lasted took long duration minutes hours went",
    "opened": "opened open opens read opening",
    "due": "due deadline by date until scheduled",
    "date": "date takes place scheduled planned set",
    "source": "source came come from via through origin sourced",
    "reason": "because reason since due why after",
    "replies": "person replies replied reply answers answered responses responded received got",
    "reply rate": "reply response rate",
    "bounce rate": "bounce rate bounced",
    "people": "people contacts enrolled persons enrollment includes contains",
    "tasks": "tasks task due today",
    "deals": "deals deal open",
    "pipeline": "pipeline value worth total totals totaling amounts stands adds up",
    "step": "step steps",
    "status": "status state currently marked listed since set remains",
    "created": "created added since",
    "touches": "touches touch",
    "last": "last latest recent most",
    "activity": "activity",
    "next": "next upcoming",
    "usual time": "stays stay",
}
"""Keyed by what is in a field's name."""

NOTES = "note notes says said text body reads message in"
"""For what stands in an activity or message, whoever wrote it."""

LABELS: dict[str, str] = {
    "e-mail from": "email emails message wrote writes write said says say replied reply response "
    "answer answered responded stated noted mentioned told from note in words read reads came sent "
    "received back",
    "e-mail to": "email message sent wrote to went out emailed",
    "call with": "call phone called spoke talked to attempt tried",
    "meeting with": "meeting meet appointment scheduled planned",
    "step": "step touch email message sent",
}
"""Keyed by how the name of an activity or delivery begins."""

MANNERS: dict[str, str] = {
    "from them": "e-mail from",
    "e-mail": "e-mail to",
    "call": "call with",
    "meeting": "meeting with",
}
"""Which of those an activity is whose name does not tell, by what its "activity" says."""

TEXTS: dict[str, str] = {
    "replied": "replied reply answered answer responded response back wrote",
    "bounced": "bounced bounce",
    "sent": "sent went out",
    "won": "won win closed deal",
    "lost": "lost closed",
    "paused": "paused hold",
    "canceled": "canceled cancelled stopped",
    "completed": "completed finished done",
    "done": "done completed",
    "open": "open outstanding pending due",
    "voicemail": "voicemail left",
    "refused": "refused rejected",
    "working": "worked",
    "days": "day days",
    "minutes": "minutes minute min",
    "hours": "hours hour",
    "weeks": "weeks week",
    "months": "months month",
    "positive": "positive positively",
    "negative": "negative negatively",
    "neutral": "neutral",
    "connected": "connected reached",
}
"""Keyed by a word of a fact's value."""

TRUE = frozenset({"yes", "true"})
FALSE = frozenset({"no", "none", "never", "false", "nothing", "-", "–", "not set"})
