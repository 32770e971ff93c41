"""The words that say nothing of a record, and those of advice: the documented vocabularies.

A word that is in none of them and in no fact is content without ground, and is not shown.
"""


def listed(words: str) -> frozenset[str]:
    """A vocabulary, from its words with space between them."""
    return frozenset(words.split())


FUNCTION = listed(
    """
    a an the this that these those it its itself he him his she her hers they them their theirs
    i me my we us our you your yours who whom whose which what where when how is are was were be
    been being am has have had having do does did in on at of to for with as and but or also too
    while there here currently now still yet already far so not no never none cannot current
    """
)
"""Grammar only. "so", "far": as in "so far"; a causal "so" is looked for apart."""

NEUTRAL = listed(
    """
    hello hi hey good morning afternoon evening welcome thanks thank happy glad help let know
    here's i've i'm what's that's it's here found find look looked following below above summary
    overview details detail information info quick short brief list answer question questions
    result results please note based records record data shows show tell says say see more about
    anything else everything next steps step one's glance key points point facts fact context
    background recommendation recommendations suggestion suggestions suggested regarding
    concerning can could need if like further let's begin start first then finally moreover
    additionally however meanwhile otherwise overall now according crm
    """
)
"""Greetings, connecting words and headings; shown at once while a sentence is still coming."""

ADVICE = listed(
    """
    suggest suggesting recommend recommending advise propose proposing consider considering
    would could should might may can need want wants try trying let's let me know like if
    whether once call calling phone phoning ring email emailing write writing send sending draft
    drafting ask asking follow following up follow-up follow-ups followup reach reaching out
    contact contacting reply replying respond responding answer answering schedule scheduling
    book booking arrange set setting up create creating add adding log logging plan planning
    prepare preparing check checking confirm confirming verify clarify review reviewing read
    reading update updating move moving mark marking change changing pause pausing resume
    resuming stop stopping enroll enrolling remove keep keeping wait waiting give giving offer
    offering share sharing include including mention mentioning remind reminding reminder
    reminders focus discuss discussing address addressing handle help helping start starting
    begin make making take taking use using go going get getting do doing today's first second
    then next afterwards finally instead perhaps maybe possibly best better good time way idea
    option options step steps thing things short brief quick friendly polite warm gentle
    personal simple clear concise another new different again soon directly over before via into
    from about between by message messages note task tasks deal deals lead leads person people
    team conversation email emails calendar invitation invite agenda value benefit benefits
    offer proposal quote quotes pricing contract details information questions question need
    needs priority decision budget timing timeline stage sequence touch touches channel phone
    linkedin subject line tone version text wording language available availability convenient
    worth helpful useful sense makes please just any some few more further either both other
    rather than only draft drafts approve day days week weeks month months hour hours minute
    minutes morning afternoon evening right away as well possible how what when which sure make
    see still open interested ready case situation page customer client prospect buyer colleague
    someone anyone decide know
    """
)
"""Of suggestions and questions, beyond a fact's own words. Nothing that tells of a past event."""

IMPERATIVES = listed(
    """
    call phone ring email write send draft ask follow reach contact reply respond answer
    schedule book arrange set create add log plan prepare check confirm verify clarify review
    read update move mark change pause resume stop enroll remove keep wait give offer share
    include mention remind focus discuss address consider try start begin make take use go get
    propose invite suggest recommend let please decide
    """
)
ADVISERS = listed(
    """
    suggest recommend recommending recommendation advise propose consider would could should
    might may shall suggestion
    """
)
"""In the beginning of a sentence they make it advice."""

NOUNS_OF_EVENTS = listed(
    """
    call email emails message messages meeting reply answer proposal offer quote contract
    conversation invitation budget decision follow-up question questions note task pricing
    benefit draft version text touch touches interest
    """
)
"""With "the", "her", "last" and their like before them, they say that there is one."""

DEFINITE = listed(
    """
    the this that these those his her their its your our my last latest previous recent first
    second same
    """
)

EVENTS = listed(
    """
    replied answered responded wrote said told asked requested signed won lost closed bought
    purchased paid agreed accepted approved confirmed promised committed declined rejected
    refused canceled cancelled complained thanked apologized opened clicked bounced unsubscribed
    opted sent received delivered called phoned met spoke talked discussed visited attended
    joined left moved changed increased decreased doubled raised reduced dropped grew started
    stopped paused resumed finished completed expired renewed upgraded churned hired fired
    promoted resigned retired announced launched merged acquired planned scheduled booked
    postponed delayed missed ignored forwarded referred recommended introduced invited offered
    quoted discounted negotiated ordered delivered shipped installed tested reviewed evaluated
    decided chose selected preferred liked loved hated wanted needed expressed showed mentioned
    noted stated reported interested uninterested happy unhappy angry annoyed upset excited
    impressed disappointed satisfied dissatisfied frustrated concerned worried positive negative
    neutral signs signature promotion discount refund complaint award insolvent bankrupt
    gewonnen verloren unterschrieben geantwortet
    """
)
"""They tell of something that happened or of somebody's mood; a user's words make none true."""

CLAIMS = listed(
    """
    who which whose whom because since as given although though where after now
    """
)
"""What comes after them in a suggestion states something."""

CAUSES = listed("because since due therefore thus hence as")
APPROXIMATE = listed("about around approximately roughly some nearly almost circa ca")
PAST = listed("was were had did")
LATEST = listed("last latest recent")
SPEECH = listed(
    """
    wrote writes write said says say replied answered responded stated noted mentioned told
    """
)
AGENTS = SPEECH | listed("left sent called emailed tried booked")
