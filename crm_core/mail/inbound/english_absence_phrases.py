"""English of those who are not there: where they are, when they are back, that mail is not read.

Much of it is written freely ("up a mountain till Tuesday"), so that a place or a doing counts only
behind "I am", or at the beginning of a sentence with a span of time behind it. Written for folded
letters (`phrases.folded`). Asked by `letter_kinds`, beside the lists of all languages.
"""

import re

from crm_core.mail.inbound.phrases import alternatives, any_of

_I_AM = (
    r"\b(?:i|we)(?:\s?['’]m|['’]re|m|['’]ll(?: probably)? be| am| are| will(?: probably)? be) "
    r"(?:currently |presently |now |still |also |probably |just |all |busy |happily ){0,2}"
)
_TERSE = r"^\W{0,3}(?:currently |currenty |presently |still |am |im |that['’]s me |gone |all )?"
_FOR_SO_LONG = (
    r"(?:\W{0,3}$|(?: [\w'’]{1,14}){0,5} (?:until|untill|till|til|thru|through|from|"
    r"for (?:the|a|an|my|two|three|\d)|this|today|tomorrow|all|right now|now|at the moment|"
    r"(?:on )?(?:mon|tue|wed|thu|fri)\w{0,6}|on \d|w\.?e\.?f)\b)"
)

_SOMEWHERE = alternatives(
    r"""
    (?:on|away on|off on|enjoying|having|taking) (?:(?:a|an|my|our|some|the|annual|family|school|
        summer|easter|christmas|well|much|earned|deserved|well-earned|well-deserved|needed|long|
        short|extended|little|lovely) ){0,4}(?:hols?|hol+i?days?|holliday|vacay|break|rest|
        staycation|getaway|gap year|time out|breather|long weekend|week off|day off|sick day|
        mental health day|duvet day|digital detox)
    on (?:mat|pat|maternity|paternity|parental|casual|earned|privilege|special|unpaid|study|garden|
        gardening|research|long service|carer['’]?s|shared parental|home|shore|terminal|
        festival) leave|on (?:an? )?(?:rdo|a/?l|pto|toil|flexi(?: day)?|secondment|furlough|jury (?:
        duty|service)|strike|industrial action|study leave|maternity|paternity|fieldwork|
        field ?work|tour\b(?! of)|expedition|pilgrimage|safari|exchange|placement|compassionate|
        a phased return|a cruise|honeymoon|walkabout|parade)
    (?:at|attending) an? (?:\w{1,12} )?(?:funeral|wedding|christening|graduation|retreat)
    (?:away )?at (?:sea|camp)\b|at home with (?:a|an|the|my|our|\w{1,12} and a)(?: new| sick|poorly|
        [ ]ill| unwell| newborn){0,2} (?:baby|newborn|kids?|children|child|son|daughter|toddler|
        little one|twins|bug)
    (?:in|out in|deep in|back in) the (?:field|bush|outback|mountains|hills|wilderness|jungle|
        desert|woods|forest|back of beyond|middle of (?:nowhere|the (?:ocean|sea|atlantic|desert))|
        highlands|alps|rockies|arctic|antarctic|bundu|veld|village)\b
    (?:half[- ]?way )?(?:up|down|on) (?:a|an|the|some|another) (?:\w{1,12} )?(?:mountain|hill|beach|
        boat|yacht|canal boat|slopes|piste|water|trail|island|lake|river|sunbed|sun lounger|ferry|
        hammock|glacier|summit|cliff)\b
    (?:lying|sitting|lounging|relaxing|sunbathing|snoozing) (?:on|by|in|under|somewhere)\b
    (?:drinking|sipping|enjoying) (?:\w{1,12} ){0,4}(?:by|on|in|under) (?:a|the)\b
    somewhere (?:in|on|over|above|near|between|under|off|without|with|warm|sunny|hot|remote|nice)\b
    (?:off|away) to (?:(?-i:[A-Z])|see |visit |explore |climb |hike |sunnier |warmer |pastures|
        the (?:beach|seaside|mountains?|lakes?|hills|coast|sun|bush|country|south|north|wilds|
        islands?)\b)(?![^.!?\n]{0,25}\b(?:on (?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|
        next|soon))|(?:off|away) (?:up|down|in|at|with|visiting|camping|hiking|climbing|sailing|
        skiing|surfing|walking|cycling|fishing|exploring) (?:the |my |a |our )?\w
    (?:walkabout|afk|unplugged|incommunicado|ooto|awol|indisposed|under the weather|out of (?:
        station|range|circulation|commission|action|town|country)|away from (?:my |the )?keyboard|
        poorly|off[- ]?(?:the[- ])?grid|convalescing|recuperating|recovering|on the mend|bedbound|
        bedridden|laid up|on bed rest)\b
    (?:down|in bed|off|out|at home|ill|sick) with (?:the |a |an |my |some |suspected )?(?:
        \w{1,12} )?(?:flu|cold|covid\w{0,3}|coronavirus|fever|bug|migraine|bad back|virus|
        food poisoning|chickenpox|norovirus|kids|children|family|broken \w{2,8})
    (?:hiking|climbing|trekking|sailing|skiing|snowboarding|surfing|camping|kayaking|backpacking|
        scuba diving|diving|birdwatching|walking|cycling|running) (?:in|the|across|around|up|
        through|round|along|from|to|off|kilimanjaro|everest)\b|climbing (?-i:[A-Z])|chasing waves
    visiting (?:my |our )?(?:family|parents|relatives|in-laws|grandchildren|grandparents)
    getting married|tying the knot|having a (?:baby|nap|lie[- ]in|well)|giving birth|welcoming (?:a|
        our) (?:new )?(?:baby|child|little)
    (?:observing|celebrating|keeping) (?:the )?(?:shabbat|sabbath|ramadan|eid|yom kippur|
        rosh hashanah|passover|pesach|sukkot|diwali|holi|onam|pongal|lunar new year|
        chinese new year|christmas|easter|thanksgiving|good friday|juneteenth|mid-autumn)
    (?:doing|conducting|carrying out) (?:\w{1,12} )?(?:field ?work|field research|my reserve duty|
        reserve duty|national service|jury (?:duty|service))|participating in (?:\w{1,12} )?(?:
        strike|industrial) action|taking (?:part in )?(?:strike|industrial) action
    recharging (?:my|our|the) batteries|switching off\b|switched off (?:for|until|completely)|
        making a long weekend of it|having a long weekend|building sandcastles|making memories|
        taking (?:a|the|this|some)(?: \w{1,12}){0,3} (?:off|out)\b
    volunteering (?:in|at|with|abroad)|dealing with an? (?:family|personal|domestic) (?:emergency|
        matter|bereavement)|in mourning|sitting shiva
    (?:done|finished|through|off) for (?:the (?:day|week|year|weekend|term|summer|season|holidays)|
        today|this week)|done until|not around\b|not at my (?:desk|keyboard|computer)|away at (?:
        an? )?(?:\w{1,12} )?(?:show|conference|race|rally|camp|event|wedding|retreat)
    """
)
ABSENT_ENGLISH = re.compile(
    rf"{_I_AM}(?:{_SOMEWHERE})|{_TERSE}(?:{_SOMEWHERE}){_FOR_SO_LONG}|"
    + alternatives(
        r"""
    \bby the time you (?:read|get|see|receive|open) this[^.!?\n]{0,30}\b(?:i|we)(?:['’]ll| will|
        ['’]m| am| are)(?: \w{1,12})? (?:be|have (?:left|gone|flown|landed|taken off|set off)|on|in|
        at|up|off|away)\b
    \bif you(?:['’]re| are) (?:reading|seeing|getting) this[^.!?\n]{0,12}\b(?:i|we)(?:['’]m| am|
        ['’]re| are|['’]ve| have)\b|\bhad you (?:tried|written|e-?mailed|mailed|called|rung|asked|
        been|only)\b[^.!?\n]{0,40}\b(?:i|we) (?:would|['’]d|could|might) have (?:been (?:here|in|
        there|at|able)|answered|replied|caught|got)
    \b(?:i|we)(?:['’]ve| have)(?: just| now| finally| all| officially)? (?:(?:knocked|clocked|
        logged|signed|switched|sloped) off|broken up for|packed up for|gone (?:home|walkabout|
        fishing|away|offline|dark|sailing|skiing|camping|hiking|surfing|on (?:an? |our |my )?(?:
        \w{1,12} )?(?:holiday|hols|leave|vacation|strike|honeymoon|tour)|off (?:to|on|for)|to (?:
        the |a )?(?:beach|seaside|mountains|lakes|bed|ground))|(?:shut|closed)(?: up shop)? (?:for|
        until|till|over)|(?:swapped|traded|exchanged|left) (?:my|the|our) (?:desk|suit|office|inbox|
        keyboard|tie|screens?|laptops?|spreadsheets?|phone) (?:for|behind)|taken (?:the|a|an|some|
        today|this|my|three|two|\d)(?: [\w-]{1,12}){0,4} off|(?:just )?had (?:a|our|the) (?:
        \w{1,12} )?(?:baby|babies|twins)|got (?:a|an|the|my)(?: \w{1,10})? (?:sick|ill|poorly|
        unwell)|(?:got |caught )?(?:covid\w{0,3}|the flu|a bad cold|a stomach bug|a migraine)\b)
    \b(?:our|my) (?:little one|baby|son|daughter|twins|wee one|new arrival)s? (?:has|have|is|was)(?:
        [ ]finally| now)? (?:arrived|been born|born|here)
    \bmy (?:out[- ]of[- ]office|ooo) is on\b|\b(?:i|we) knock off (?:on|at|for)\b
    \b(?:there['’]s|there has) been an? (?:death|bereavement|emergency|illness|loss) in (?:the|my|
        our) family|\b(?:owing|due) to (?:an? |the |this )?(?:\w{1,12} )?(?:storm|snow|flood\w{0,3}|
        cyclone|typhoon|hurricane|bereavement|power cut|outage|load[- ]?shedding|bad weather|
        curfew)\b[^.!?\n]{0,60}(?:closed|shut|away|not be)
    \b(?:today|tomorrow|it|monday|tuesday|wednesday|thursday|friday)(?: is|['’]s) an? (?:
        \w{1,12} ){0,2}(?:holiday|day off|non-working day)\b
    \b(?:schools?|term|semester|lectures)(?: is| are| has| have)? (?:now )?(?:finished|over|ended|
        broken up)\b|\bschools?(?: is| are| has| have)? (?:now )?(?:out|closed|shut|finished|
        broken up) for\b|\b(?:office|clinic|surgery|school|shop|store|library|museum|centre|center|
        branch|bank|practice|salon|studio|restaurant|kitchen|workshop|nursery|embassy|consulate|
        department|registry|depot|yard|farm|gallery|garage|parish office)s?(?: office| team)?(?:
        [ ]will not| won['’]t|[ ]is not| isn['’]t| are not| aren['’]t) (?:be )?(?:open|opening)\b
    \b(?:office|clinic|surgery|school|shop|library|museum|centre|center|branch|practice|salon|
        restaurant|nursery|embassy|consulate|registry|depot|yard|farm|gallery|garage|business)s?(?:
        ['’]s|['’]re| is| are| will be| remains?| stays?) (?:\w{1,12} ){0,2}(?:closed|shut)\b|\b(?:
        closed|shut) (?:on (?:account|the occasion)|in observance|in honou?r|owing|because)|^(?:
        we(?:['’]re| are) )?(?:closed|shut) (?:between|over|until|till|from|for (?:the|our))\b
    \b(?:on|to observe) (?:an? |the |our )?(?:\w{1,12} )?(?:shut-?down|stocktake|stock-?taking|
        inventory|inset day|pupil[- ]free day|staff day|annual closure)\b|\bdoing (?:an? |our )?(?:
        \w{1,12} )?(?:stocktake|stock-?taking|inventory)\b
    \b(?:the )?(?:whole |entire )?(?:team|office|company|staff|school)(?: is| are|['’]s) (?:
        \w{1,10} ){0,2}(?:at|on) (?:an?|our|the) (?:\w{1,12} )?(?:off-?site|retreat|away day|
        team day|outing|christmas (?:do|party)|staff day)
    ^\W{0,3}(?:a/?l|annual leave|on leave|leave|hol+i?days?|hols|vacation|pto|ooo|ooto|toil|
        off sick|out sick|off|out|away|gone|afk|unplugged|offline|travelling|traveling)(?: (?:till|
        til|untill?|from|for|through|thru|all|today|this|on)\b|\s?[:–-]?\s?\d|\s?[:–-] )
    ^\W{0,3}(?:(?:on|my) )?(?:hol+i?days?|hols|vacation|annual leave|paternity|maternity|out|away|
        off (?:today|sick(?: today)?|work))\W{0,4}$
    \b(?:out|away) (?:of|from) (?:the |teh |my |our )?off?ic\w{0,3}\b|\bhol+i?days? (?:till|til|
        untill?)\b|\bout (?:sick|ill) (?:till|til|untill?|today|this)
    \bthis (?:mailbox|inbox) is taking (?:a|some|the)|\bwe(?:['’]re| are) away\b
    """
    ),
    re.IGNORECASE,
)
_BUSY = alternatives(
    r"""
    working (?:reduced|shorter|shortened|half|fewer|part[- ]?time|limited|compressed|flexible|
        restricted|mornings|afternoons|a (?:three|four|3|4|short|reduced|nine)|(?:on )?(?:mon|tues|
        wednes|thurs|fri)days?)
    part[- ]?time\b|(?:only )?in (?:the office )?(?:only )?on (?:mon|tues|wednes|thurs|fri)days?|
        not in on (?:mon|tues|wednes|thurs|fri)days?
    in (?:back[- ]to[- ]back )?(?:meetings|workshops|training|interviews|clinics?|theatre|surgery|
        lessons|lectures|class|classes|court|the (?:studio|workshop|lab|theatre|classroom|kitchen|
        air|car)|transit|consultations|rehearsals?)\b|teaching\b|lecturing\b|invigilating\b|
        examining\b|marking\b|filming\b|racing\b|lambing\b|calving\b|harvesting\b|driving\b|
        flying\b|operating\b
    with (?:patients|clients|customers|pupils|students|a (?:client|customer|patient))\b
    on (?:set|site|the tools|(?:night )?shifts?|nights|earlies|lates|call|deadline|the road|a (?:
        job|plane|train|flight|shoot|deadline|course|roof|ladder)|stage|air|duty)\b
    out (?:on|at) (?:an? )?(?:job|jobs|site|sites|visits?|call|the road|the farm|deliveries|
        patrol)\b|up a (?:ladder|tree|roof|scaffold)|under a (?:car|sink|boiler)
    at (?:an? |the )?(?:\w{1,12} )?(?:show|market|fair|event|competition|festival|meeting|summit|
        expo)\b|at (?-i:[A-Z])\w+(?: (?-i:[A-Z])\w+)? (?:until|till|this week|all week|today)
    moving house|in the middle of a house move|travel+ing (?:to|for|from|between|back)\b|
        busy with (?:lambing|harvest|calving|exams|stocktake)
    """
)
BUSY_ENGLISH = re.compile(
    rf"{_I_AM}(?:{_BUSY})|{_TERSE}(?:{_BUSY}){_FOR_SO_LONG}|"
    + alternatives(
        r"""
    \bi (?:only |usually |normally |currently )?work (?:a |an )?(?:(?:mon|tues|wednes|thurs|
        fri)days?|\d|three|four|nine|two|mornings|afternoons|reduced|half|short|compressed|flexible|
        term[- ]time)\b|\bterm[- ]time only\b
    \b(?:mon|tues|wednes|thurs|fri)days? (?:is|are) (?:usually )?my (?:[\w-]{1,14} ){0,2}days?(?:
        off)?\b|\bmy (?:normal |usual |regular )?(?:working|work|non-working) (?:days?|pattern|week|
        hours)\b|\bmy day(?:s)? off\b
    \b(?:come|find|see|meet|visit)(?: and)?(?: see| find| meet| visit)? (?:me|us) (?:at|on|in) (?:
        our |the )?(?:stand|booth|hall|stall)\b|\bthe (?:farm|workshop|shop) is (?:very )?busy\b
    """
    ),
    re.IGNORECASE,
)
"""Busy elsewhere, or in for some days only: people say it too, and answer all the same."""
BACK_ENGLISH = any_of(
    r"""
    ^\W{0,3}(?:due |expected |coming |returning |not |hopefully |probably |should be |
        will b )?back\b(?! to (?:you|the (?:point|matter|price|question)))|^re-?open
    \b(?:normal|regular|usual|full) (?:service|hours|operations|programming|business) (?:will )?(?:
        be )?(?:resum|restart|return|back)|\b(?:open|opens|opening) again\b|\bback to normal\b
    \b(?:due|expect(?:ed|ing)?|plan(?:ning)?|hop(?:e|ing)|intend|aim|scheduled|should|likely)(?:
        [ ]to)? (?:be )?(?:back|return|in again|rejoin|resume)
    \b(?:in|home|at work|online|available|reachable|here|with you|around|at my desk) again (?:on|
        from|in|after|next|mon|tues|wednes|thurs|fri|\d)|\bnext in (?:the office )?(?:on|mon|tues|
        wednes|thurs|fri)
    (?:\bnot|n['’]t) (?:be )?(?:back|return\w{0,3}|available|reachable|
        in the office)\b[^.!?\n]{0,15}\b(?:until|till|before)\b
    \breturn date\b|\b(?:term|school|classes|lectures|lessons|semester) (?:starts?|begins?|resumes?|
        re-?opens?|restarts?)\b|\bdoors (?:re-?)?open\b|\bwelcom\w{1,3} (?:you|the children|
        everyone|pupils|students|customers|guests)(?: all)? back\b
    \b(?:re)?join(?:ing)? (?:back|duty|work)\b|\brejoin on\b|\bresume (?:duty|duties|work|office)\b|
        \bi (?:land|fly back|fly home|get back|come back|am home|get home) (?:on|in|next|late)\b
    """
)
NO_ACCESS_ENGLISH = any_of(
    r"""
    ^\W{0,3}(?:there['’]s |there is |there will be |with |i have |have )?(?:absolutely |barely any |
        hardly any |next to no |little |almost no )?no (?:laptop|computer|e-?mails?|signal|phone|
        mobile|wi-?fi|internet|slack|teams|reception|coverage|screens?|devices?)\b
    \b(?:barely|hardly|scarcely)(?: any| a)? (?:signal|wi-?fi|internet|reception|coverage)\b
    \bleft (?:my|the) (?:laptop|computer|phone|work phone|devices?)\b|\b(?:laptop|computer|
        phone) (?:at home|behind|is staying)\b
    \b(?:signal|reception|wi-?fi|internet|connectivity|connection|coverage|access to (?:my |
        the )?(?:e-?mails?|mails?|mailbox|inbox|internet|phone|messages)|(?:internet|e-?mail|
        mail) access)\b[^.!?\n]{0,25}(?:['’]s|\bis|\bare|\bwill|\bmay|\bmight|
        \bcan)\b[^.!?\n]{0,25}\b(?:patchy|poor|limited|sporadic|intermittent|restricted|minimal|hit|
        spotty|dodgy|iffy|unreliable|weak|slow|terrible|non-?existent|an issue|only)\b
    \b(?:patchy|poor|spotty|dodgy|iffy|unreliable|bad|minimal|some|occasional|little or no|
        very limited|access to)(?: \w{1,12}){0,2} (?:signal|reception|wi-?fi|internet|access|
        coverage|connectivity|connection|e-?mails? only)\b
    \bout of (?:signal|range|contact|reach|touch)\b|\bincommunicado\b|\b(?:un|not |in)contactable\b|
        \bunreachable\b|(?:\bcannot|\bcan['’]t|\bcan not|\bwill not|\bwon['’]t) be (?:reached|
        contacted|disturbed|online|on (?:e-?mail|slack|teams|whatsapp|my phone))\b
    \b(?:phone|laptop|computer|e-?mails?|notifications|mobile|slack|devices?)(?:['’]s| is| are|
        [ ]will be)(?: all)?(?: switched| turned| powered)? off\b|^phone off\b|\b(?:turned|
        switched) (?:off )?(?:my |all |the ){0,2}(?:notifications|e-?mails?|phone|laptop)(?:
        [ ]off)?\b|\b(?:deleted|removed|taken|uninstalled) (?:my |the |all )?(?:work )?(?:e-?mail|
        slack|outlook|mail)\b[^.!?\n]{0,20}\b(?:app|phone)\b|\bdon['’]t have (?:my )?(?:
        work )?e-?mail on\b
    \b(?:avoiding|ignoring|hiding from|(?:staying|keeping|stay|keep) (?:well )?(?:away from|off|
        out of|clear of)|neglecting) (?:my |the |all )?(?:work )?(?:e-?mails?|inbox|slack|mailbox|
        screens)\b|\bnot to (?:look|check|peek|open|read|touch)\b[^.!?\n]{0,15}\b(?:e-?mails?|inbox|
        mail|laptop|phone|work)\b
    \b(?:cannot|can['’]t|can not|unable to|not able to|won['’]t be able to) (?:get to|access|see|
        open|check|read|get at|get into) (?:my |any |the )?(?:e-?mails?|mails?|inbox|mailbox|
        messages)\b
    (?:n['’]t|\bnot|\bnowhere|\bfar from|\baway from)(?: have| be)? (?:near |have |any |a |my |the |
        your ){0,3}(?:computer|keyboard|laptop|screen|desk)\b
    \boff e-?mails?\b|\be-?mail[- ]free\b|\bscreen[- ]free\b|\bwithout (?:internet|e-?mail|wi-?fi|
        signal|my (?:laptop|phone|e-?mail))\b
    (?:\bnot|n['’]t)(?: be)? (?:picking up|taking|answering|looking at|checking|reading|on|online|
        opening|going near) ?(?:my |any |the )?(?:calls|messages|e-?mails?|phone|voice ?mails?|
        inbox|slack|teams|much|mail|social)\b|\bonline only\b|\bonly (?:be )?(?:online|on e-?mail)
    \bdipping in\b|\b(?:only )?(?:be )?picking up (?:urgent|only|messages|e-?mails?)
    \b(?:phones?|phone lines?|telephones?|lines|internet|systems?|servers?|e-?mail|website|
        network) (?:is|are|will be)(?: currently| now| all)? (?:down|closed|unavailable|not (?:
        staffed|manned|working|answered|open))\b|\b(?:office|reception|desk|phones?|inbox|
        mailbox) (?:is|are|will be) (?:un(?:manned|staffed|attended)|not (?:being )?(?:staffed|
        manned|attended))\b
    \b(?:inbox|mailbox|e-?mail|account|address|mail) (?:is|are|will be) (?:only )?(?:checked|read|
        looked at|monitored) (?:only |once|twice|in?frequently|daily|weekly|every|on |during|
        between|mon|at |periodically|occasionally|sporadically)
    \bi (?:only |will only |['’]ll only )?(?:rarely|seldom|hardly(?: ever)?|barely|only) (?:use|
        check|look at|open|read|visit|see) (?:this|my|e-?mails?|the)\b
    """
)
