"""English of machines that says nothing of the matter: thanks, hours, pages, rules, wishes, jokes.

Written for folded letters (`phrases.folded`). Asked by `letter_kinds`, beside the lists of all
languages.
"""

from crm_core.mail.inbound.phrases import any_of

THANKS_ENGLISH = any_of(
    r"""
    \b(?:thanks|thank (?:you|u)|ta|cheers|thx|appreciate)\b[^.!?\n]{0,14} (?:for |you )(?:all )?(?:
        the |your |ur |you )?(?:\w{2,12} )?(?:e-?mails?|mails?|message|note|getting in (?:touch|
        contact)|got in touch|dropping (?:us|me|by)|popping|saying hello|stopping by|thinking of us|
        bearing with|waiting|patience|taking (?:the|some) time to (?:write|contact|get|e-?mail|
        reach|message)|applying|shopping|booking|submitting|question|asking|writing|e-?mailing|
        enquiry|continued support|cooperation|understanding|correspondence)\b
    \b(?:great|lovely|nice|good|wonderful|always a pleasure|a pleasure) to hear from you\b|\bwe(?:
        ['’]re|are)(?: so| very| really)? (?:glad|pleased|happy|delighted|thrilled|excited) (?:
        that )?you (?:got|wrote|reached|contacted|e-?mailed)|\bwe love hearing from\b|
        \bhearing from you\b
    \byour (?:e-?mail|message|call|patience|understanding|cooperation|business|enquiry|support|
        custom) (?:is|matters|means)(?: \w{2,8}){0,2}(?: (?:appreciated|important|valued|to us)|
        \W{0,3}$)
    """
)
HOURS_ENGLISH = any_of(
    r"""
    ^\W{0,3}(?:open(?:ing times)?|hours|lines|closed)?\s?:?\s?(?:mon|tue|wed|thu|fri|sat|
        sun)\w{0,6}(?:\.|,)?(?:\s?(?:-|–|to|till|until|and|&)\s?(?:mon|tue|wed|thu|fri|sat|
        sun)\w{0,6}\.?)?\s?:?,?(?: from)?\s?(?:\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm)?\s?(?:-|–|to|till|
        until)|closed)
    ^\W{0,3}(?:closed|open) (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|
        ^\W{0,3}[\w ]{3,20}(?: -|:|–|,)? closed\W{0,3}$|\bhours?\b[^.!?\n]{0,20}\b\d{1,2}(?:
        [.:]\d\d)?\s?(?:am|pm)?\s?(?:-|–|to|till|until)\s?\d|\bour hours are\b|\bhours of (?:
        business|operation|work)\b
    \bwe(?:['’]re| are)? (?:not )?(?:here|open|closed|around|in|there|available|online|based|
        in the)\b[^.!?\n]{0,25}\b(?:right now|at the moment|at weekends|on weekends|between|from|
        time ?zone|at this time|(?-i:[A-Z])\w+$)|\bthere['’]s nobody\b|
        \bwe are in the \w{2,12} time ?zone|\bdifferent time ?zone\b|\ball times are\b|\b(?:uk|us|
        local|gmt|cet|est|pst|eastern|pacific|indian standard) time\b
    \b(?:office|shop|store|desk|reception|library|line|lines|team|phones?|surgery|clinic|practice|
        school)s? (?:is|are|will be) (?:open|staffed|manned|answered|attended|available) (?:from|
        between|on|until|mon|tue|wed|thu|fri|daily|weekdays|24|\d)
    \b(?:outside|out)(?: of)? (?:these|those|of|our|normal|office|working|business|opening|
        core)? ?hours\b|\bafter hours\b|\bit['’]s (?:the weekend|out of hours|after hours|late here|
        night here)
    \bwe (?:do not|don['’]t) (?:work|answer|reply|check|open)(?: e-?mails?| messages)? (?:at |on |
        over |in )?(?:the )?(?:weekends?|evenings|sundays|saturdays|fridays)|\bwe work \d|
        \bteam works\b
    \b(?:orders|e-?mails?|messages|applications|payments) (?:that are )?(?:placed|sent|received|
        made) (?:before|after|by|over|at)\b
    """
)
ELSEWHERE_ENGLISH = any_of(
    r"""
    ^\W{0,3}(?:to|for) (?:book|report|order|cancel|arrange|make|pay|register|change|request|
        find out|track|reset|download|apply|view|learn|help)\b[^.!?\n]{2,60}\b(?:call|ring|phone|
        e-?mail|visit|use|click|go to|contact|see|text|please|complete|log)\b
    \byou (?:can|may|could|might)(?: also| still| now)? (?:book|pay|order|download|track|register|
        apply|find|view|manage|check|cancel|report|request|renew|get)\b[^.!?\n]{0,60}\b(?:online|
        app\b|website|page|portal|link|here|⟦|account|answers?)|\b(?:can|must|should) be (?:ordered|
        booked|made|downloaded|found|requested|cancelled|reported|submitted|paid) (?:online|on|via|
        through|at|by)\b
    \bwhile you(?:['’]re)? wait|\b(?:check|look in) your (?:spam|junk)\b|\b(?:add us to|
        safe senders?)\b|\b(?:find|like|join|follow) us (?:on|at)\b|\b(?:join|sign up (?:for|to)|
        subscribe to) our (?:\w{2,12})?(?:newsletter|mailing list)\b|\b(?:privacy (?:policy|notice|
        statement)|gdpr|data protection)\b
    \b(?:please|kindly|have|ensure|make sure|remember to|do not forget to|
        don['’]t forget to)\b[^.!?\n]{0,25}\b(?:state|include|included|attach|attached|provide|
        mention|quote|give|have|supply|specify|add)\b[^.!?\n]{0,25}\b(?:your|the|a|an|any) (?:full |
        order |account |policy |child['’]s |child |invoice |po |reference |customer |membership |
        ticket |student |patient |date |contact ){0,2}(?:name|number|class|postcode|date|cv|resume|
        receipt|screenshots?|details|year|photos?|id|birth|ready|dob|address|reference|pdf|zip code|
        roll number)\b
    \b(?:only|please) (?:\w{2,12} )?send (?:one|only one|a single)\b|\b(?:one|1) (?:invoice|e-?mail|
        request|ticket) per (?:e-?mail|message|ticket|request|customer)\b|\bonly pdf\b|\b(?:
        only accept|accept only)\b
    \b(?:cannot|can['’]t|do not|don['’]t|no longer|unable to|not able to) (?:give|take|accept|
        provide|offer|process|discuss|open|deal with|respond to|reply to|answer|guarantee|
        handle)\b[^.!?\n]{2,50}\b(?:by|via|over|through) (?:e-?mail|phone|telephone|text|
        social media|message)\b|\b(?:do not|don['’]t) (?:open attachments|(?:reply|respond) to (?:
        sales|cold|unsolicited|marketing))|\bcannot be (?:booked|made|taken|given|cancelled|ordered|
        accepted|processed|discussed)\b
    \b(?:this|the) (?:e-?mail |mail )?(?:inbox|address|mailbox|e-?mail|account) is (?:only )?(?:
        not )?(?:for|intended for|reserved for)\b|\b(?:do not|don['’]t|never|
        should not) use this (?:e-?mail|address|mailbox|inbox|account)\b|\b(?:emergencies|
        urgent matters) (?:should|must) not\b
    ^\W{0,3}(?:invoices|statements|orders|applications|cvs|receipts|claims|returns|quotes|
        submissions|manuscripts|prescriptions|appointments|refunds|deliver\w{1,3}|repairs|payments?|
        bookings)\b[^.!?\n]{0,30}\b(?:must|should|have to|need to|without|take|takes|taking|
        received after|will be|are (?:only )?(?:paid|processed|accepted|made|sent))\b|
        \bpayment terms\b|\bunsolicited\b
    \b(?:please |kindly )?do not (?:change|alter|edit|remove) the subject|\bdo not (?:chase|
        open a new|send duplicate|send (?:us )?(?:any )?(?:more|further|multiple|sensitive|personal|
        confidential|card|bank))|\bfollowing up will\b|\bsending (?:more|several|multiple|
        repeated)\b|\bonly (?:shortlisted|successful)\b
    """
)
SAID_TO_ALL_ENGLISH = any_of(
    r"""
    \b(?:i|we)? ?(?:hope|trust)(?: that)? (?:this|my|all is|all are|everyone|everything|you|
        your)\b[^.!?\n,]{0,20}\b(?:finds? you|well|enjoy\w{0,3}|having|have (?:a|had)|had|keeping|
        stay\w{0,3}|safe|get some|find time|understand|are warm|too)\b[^.!?\n]{0,40}
    \bi(?:['’]m| am)? (?:hope|hoping|plan|expect|intend|aim|should|try)(?: to)? (?:be back|return|
        reply|respond|answer|get back|be in|check|catch up)\b
    \b(?:i|we)(?:['’]ll| will)(?: be)? (?:catch(?:ing)? up|check(?:ing)?|try(?:ing)?|look(?:ing)?|
        read(?:ing)?) (?:in(?: when| from| now)|(?:to )?(?:on|with|at|my|for|through) (?:my |the |
        all )?(?:e-?mails?|inbox|messages|mail|backlog))\b|\b(?:i|we) read (?:my |our )?(?:
        e-?mails?|messages|mail) (?:once|twice|only|on|in|at|every)|\bwe (?:do )?(?:read|answer|
        reply to) (?:every|all|each|everything|everyone)\b(?: \w{2,10})?|\bwe deal with (?:
        e-?mails?|messages|requests|enquiries) in\b
    ^\W{0,3}(?:no|zero) (?:laptop|computer|e-?mail|phone|signal|wi-?fi|internet|
        slack)\b[^.!?\n]{0,40}|^\W{0,3}no (?:worries|panic|need to (?:reply|respond|answer|panic|
        write back))\W{0,3}$
    ^\W{0,3}(?:how (?:do|can) i|where(?: is|['’]s| can i find) my|what is (?:your|the)|can i (?:
        return|change|cancel|get))\b[^.!?\n]{2,50}\?|^\W{0,3}(?:looking for|want(?: to)?|need|got a|
        have a|fancy|lost your|forgotten your|in a hurry|urgent)\b[^.!?\n]{0,40}\?
    \bhave you (?:checked|read|seen|tried|looked at|visited)\b[^.!?\n]{2,40}\?
    \bour privacy (?:notice|policy|statement) explains [^.!?\n]{2,60}|\bthis (?:address|mailbox|
        inbox|e-?mail) is (?:only )?for (?:\w{2,12} )?(?:invoices|quotes|orders)\b[^.!?\n]{0,12}|
        ^\W{0,3}(?:one|all) invoices? (?:per|must|should)\b[^.!?\n]{0,50}|
        ^\W{0,3}invoices\b[^.!?\n]{0,30}\b(?:must|should|have to|need to|without|
        received)\b[^.!?\n]{0,60}|\b(?:details|information|forms|prices) (?:are|is) (?:
        available )?on our website\b
    \b(?:give|allow) us (?:a few|a couple|some|\d|two|three|up to)[^.!?\n]{0,40}|\b(?:give|
        allow) me (?:a few|a couple of|up to|\d) (?:days|weeks|hours)\b[^.!?\n]{0,40}|\bwe(?:['’]ll|
        [ ]will) (?:let you know|contact you|be in touch)(?: \w{1,10}){0,2} (?:once|when|if|
        as soon)\b[^.!?\n]{0,40}|\bgive us a nudge\b|\bif (?:it(?:['’]s| is)|this is|your (?:
        message|e-?mail) is) still [^.!?\n]{2,20},? please (?:re-?send|send|write|
        e-?mail)\b[^.!?\n]{0,30}|\bplease (?:only )?send (?:only )?(?:one|a single) e-?mail\b
    \bplease (?:quote|have|state|give|ensure|make sure)\b[^.!?\n]{0,25}\b(?:reference|number|
        attached|name|postcode|cv|details)\b[^.!?\n]{0,25}|^\W{0,3}quote (?:this|your|the|
        ref)\b[^.!?\n]{2,40}
    \bbear with us while [^.!?\n]{2,40}|\b(?:please|kindly) speak (?:to|with) (?:reception|our|
        the (?:office|school|desk|duty|team)|your (?:gp|pharmacist|teacher|bank|doctor)|a member)\b|
        \bbest (?:person|one) to (?:speak|talk) to\b|\bperson to (?:talk|speak) to\b|
        \bwe love hearing from (?:you|our)\b
    ^\W{0,3}(?:talk|speak|more|chat) (?:soon|then)\W{0,3}$
    """
)
"""What is said to whoever wrote, in words that could be of the matter elsewhere."""
COURTESY_ENGLISH = any_of(
    r"""
    (?:^\W{0,3}(?:please |and |do |but )?(?:have|enjoy)|\b(?:wishing you|we wish you|wish you|happy|
        merry|blessed))\b[^.!?\n]{0,30}\b(?:one|day|week|weekend|summer|sunshine|winter|spring|
        autumn|fall|weather|easter|christmas|xmas|holidays?|diwali|eid|hanukkah|new year|festive|
        season|break|rest|evening|best|mubarak|navratri|onam|friday|ramadan|thanksgiving)\b|
        \beid mubarak\b|\bcompliments of the season\b|\b(?:stay|keep) (?:safe|well|warm|cool|dry|
        smiling|healthy)
    \b(?:forgive|excuse|pardon) (?:the|my|this|our|any) (?:\w{2,12} )?(?:delay|reply|silence|
        inconvenience|message|impersonal|brevity|typos|wait)|\bregret (?:the|any|for)\b|
        \bis regretted\b
    \b(?:i|we)? ?(?:hope|trust)\b[^.!?\n]{0,25}\b(?:well|enjoy\w{0,3}|having|weekend|summer|rest|
        safe|switch off|understand)\b|^\W{0,3}sorry (?:i|we|to have|that i|to)(?:['’]ve|
        [ ]have)? miss(?:ed)? you\W{0,3}$|^\W{0,3}you (?:just |['’]ve just |have just )?missed me
    \b(?:please be patient|for being patient|wish me luck|wish you were|miss me|don['’]t (?:panic|
        worry|miss|take it)|fear not|never fear|life is short|work can wait|world (?:will|won['’]t)|
        it['’]s not you|you should (?:try it|too|do the same)|do the same|nothing (?:else )?to see|
        that['’]s all|you['’]re (?:a star|awesome|the best|amazing)|(?:thanks|
        thank you) for reading(?: this| to)|back to (?:nature|basics)|i promise|
        scout['’]s honou?r)\b
    \bwe(?:['’]re| are) (?:just )?(?:a|an|only a|only) (?:\w{2,12} ){0,2}(?:team|charity|business|
        company|school|practice|shop|organisation|organization)(?: (?:of|run by) (?:
        \w{2,12} )?volunteers)?(?:\W{0,3}$| and (?:we )?(?:read|answer|try|reply)\b)|\b(?:small|
        tiny) team\b[^.!?\n]{0,12}$|\bwe (?:get|receive) (?:a lot|lots|hundreds|so many|thousands|
        many|quite)|\bwe(?:['’]re| are)(?: really|[ ]very| extremely| quite)? (?:busy|snowed under|
        swamped|stretched)\b|\bit['’]s (?:our|a) (?:\w{2,8} )?busy (?:season|time)|
        \bsee you on the other side\b|\byou (?:do not|don['’]t) (?:need|have) to do anything\b|
        \bno reply (?:is )?(?:needed|necessary|required)\b
    """
)
