"""English of machines that answer: what came in, whom to ask, when an answer comes, who has left.

Written for folded letters (`phrases.folded`). Asked by `letter_kinds`, beside the lists of all
languages.
"""

from crm_core.mail.inbound.phrases import any_of

RECEIVED_ENGLISH = any_of(
    r"""
    \byour (?:\w{1,14} ){0,2}(?:e-?mails?|mail|message|request|enquiry|inquiry|query|question|cv|
        resume|application|order|booking|report|form|complaint|submission|correspondence|matter|
        letter|ticket|registration|call|feedback)(?: has| have| is| was|['’]s)?(?: just| now| been|
        being| safely| successfully){0,3} (?:landed|arrived|reached (?:us|the|our)|made it|hit our|
        received|confirmed|placed|under process\w{0,3}|in process|logged|lodged|passed (?:
        on )?to (?:the|our)|sent (?:on )?to (?:the|our)|directed to|routed to|forwarded to (?:the|
        our)|receiving (?:our |due )?attention|come through|registered|acknowledged|queued|in (?:a|
        the|our) queue|with (?:the|our) team|important to us|being (?:looked|dealt|attended|
        processed|handled|actioned))\b
    \byour (?:\w{1,14} ){0,2}(?:e-?mail|mail|message|enquiry|inquiry|query|request) will be (?:
        directed|passed|forwarded|routed|sent|assigned|handled|reviewed|looked|actioned)\b
    \b(?:receipt|reception) of your [^.!?\n]{2,40}(?:acknowledged|confirmed)|\bin receipt of your\b|
        \breceiving (?:our |due )?attention\b
    \bthis is to (?:acknowledge|confirm|inform you that (?:your|we)|let you know (?:that )?(?:we|
        your))|\b(?:accept|consider|treat|take|regard) this (?:e-?mail |message |mail |reply |
        note )?as (?:an? |our |the |your )?(?:acknowledg|confirmation|receipt)
    \bwe(?:['’]ll| will)(?: then)? (?:pass|forward|route|direct|make sure)(?: that)? your (?:
        e-?mail|message|enquiry|inquiry|query|request)
    \b(?:team|engineers?|staff|duty \w{2,10}|office|support)(?: has| have) been (?:notified|alerted|
        informed|paged)\b|\bwe(?:['’]ve| have) (?:notified|alerted|paged) (?:the|our)\b|\bour (?:
        \w{1,12} ){0,2}(?:team|humans?|elves|ninjas|people|experts|staff)(?: \w{1,12}){0,2} (?:is|
        are) (?:on (?:it|the case)|asleep|working on)
    \byou(?:['’]re| are| have|['’]ve)(?: receiving| getting| received| got) this(?:
        [ ]\w{2,12}){0,2} (?:because|as|since) you (?:have |['’]ve |just |recently )?(?:e-?mailed|
        wrote|written|contacted|sent|filled|submitted|applied|asked|opened)
    \byou(?:['’]ve| have) (?:e-?mailed|contacted|reached|caught|written|called|
        messaged)\b[^.!?\n]{0,25}\b(?:outside|out of|after)\b[^.!?\n]{0,20}\bhours
    ^\W{0,3}(?:your )?(?:ref|reference|case|ticket)(?: no| id| number| ref)?\.?\s?[:#]\s?\S{3,}
    """
)
DECLARES_ENGLISH = any_of(
    r"""
    \bi(?:['’]m| am) (?:just |only )?(?:a|an)(?: friendly| simple| humble| polite| little|
        [ ]ai){0,2} (?:bot|robot|chatbot|autoresponder|auto-?reply|auto-?responder|ai assistant|
        ai agent|computer program|virtual (?:agent|assistant)|automated)\b(?! (?:developer|engineer|
        maker|builder|vendor|company|user|expert|person|founder))|(?:\bi(?:['’]m| am)(?:
        [ ]\w{2,12},)?|\bit['’]s \w{2,12},|^\W{0,3}(?:hi|hello)[^.!?\n]{0,20}) your (?:
        \w{2,12} )?(?:virtual|digital|ai|automated) (?:assistant|agent|helper)\b|\bi(?:['’]m|
        [ ]am) the (?:virtual|digital|ai|automated) (?:assistant|agent)\b|\bbeep[ -]?boop\b
    \byou(?:['’]re| are) (?:now )?(?:chatting|talking|speaking|writing) (?:with|to) (?:a|an|our) (?:
        \w{2,12} )?(?:bot|robot|chatbot|ai|virtual|automated|machine|computer)\b|\byou(?:['’]ve|
        have) reached (?:a|an|my|the|our) (?:\w{2,12} )?(?:robot|bot|chatbot|autoresponder|
        auto-?responder|automated)
    \bthis (?:reply|response|answer|message|note) (?:is|was|has been|is being) (?:
        automatically )?(?:written|sent|generated|created|produced|triggered|composed) (?:
        automatically|by (?:a|an|my|our|the) (?:\w{2,12} )?(?:computer|robot|bot|machine|system|
        autoresponder|script|server))|\bthis (?:reply|response|answer) (?:is|was|has been) (?:
        written|generated|sent) by ai\b
    \b(?:this is|it['’]s|here is|here['’]s) (?:just |only |yet )?(?:my|the|a|an|another)(?:
        \w{2,14}){0,2} (?:out[- ]of[- ]office|ooo|auto-?reply|auto-?responder|away message|
        vacation (?:responder|message|reply))\b(?! (?:i|we|you|that|feature|tool))|^\W{0,3}(?:the |
        my )?(?:obligatory|standard|usual|mandatory|customary|traditional) (?:out[- ]of[- ]office|
        ooo|auto-?reply)
    \b(?:hello|hi|greetings|hey)[^.!?\n]{0,12} from (?:my|the) (?:auto|out[- ]of|inbox|robot)|\b(?:
        my|(?-i:[A-Z])\w{1,14}['’]s) (?:inbox|mailbox|e-?mail) (?:here|speaking|is (?:talking|
        answering|speaking|replying))\b|\bit['’]s (?-i:[A-Z])\w{1,14}['’]s (?:inbox|mailbox|
        autoresponder)
    \byou(?:['’]ll| will) (?:only )?(?:receive|get|see) this (?:automatic |automated )?(?:message|
        reply|notice|note|e-?mail|notification) (?:only |just )?(?:once|each time|every time|again)
    """
)
MAILBOX_ENGLISH = any_of(
    r"""
    \b(?:mailbox|inbox|(?:e-?mail )?address|account|mail id|e-?mail(?: id)?|id)(?:['’]s| is| are|
        [ ]has| was| will be| will)(?: now| being| been| soon| about to be| no longer|going to be|
        [ ]permanently| since){0,2} (?:dead|history|dormant|redundant|retired|retiring|closing|
        no more|defunct|obsolete|gone|shutting|closed|phased out|discontinued|decommissioned|
        switched off|cease|stop (?:work|receiv|accept)|changed|unread|abandoned|out of use)\w{0,3}\b
    \b(?:mailbox|inbox|address|account|mail id|e-?mail|mail|id)\b[^.!?\n]{0,20}(?:n['’]t|\bnot) (?:
        being |been |actively |currently |regularly |in ){0,2}(?:monitored|read\b|checked|
        looked after|watched|attended|used|use\b)
    \bmy (?:new |official |work )?(?:mail id|e-?mail(?: id| address)?|address)(?:['’]s| has| is|
        [ ]has been| was)(?: now| been){0,2} changed\b|\bnote (?:my|our|the) new (?:mail|e-?mail|
        address|contact)|\bnew (?:mail id|e-?mail id)\b
    (?:\b(?:we|they|staff) (?:do not|don['’]t|never)|\bno longer|\bcan no longer) (?:actively |
        regularly )?(?:monitor|check|read|look at|use|using|monitoring|
        checking)\b[^.!?\n]{0,25}\b(?:this (?:mail|e-?mail|inbox|mailbox|address|account|
        id)(?! until))
    \b(?:nobody|no one|no-one|nobody here) (?:looks at|reads|checks|monitors|answers|sees|opens|
        uses) (?:this|the|these)(?: e-?mail)? (?:mail|e-?mail|inbox|mailbox|address|account|mails)\b
    \b(?:stopped|abandoned|closed|closing|given up|giving up|retired)(?: using| checking|
        [ ]reading)? (?:this|that|my old|the old) (?:e-?mail|mail|inbox|mailbox|address|account)
    \b(?:mails?|messages?|e-?mails?|anything|everything|whatever is) (?:that (?:is|are) )?(?:
        sent )?(?:to this (?:address|account|mailbox|inbox|id)|here)\b[^.!?\n]{0,30}\b(?:bounces?|
        not|never|n['’]t|discarded|binned|deleted|unread|lost|ignored|unanswered|nowhere)\b
    \b(?:send|outgoing|receive|reply)[- ]only (?:mailbox|inbox|address|account)\b|\b(?:address|
        mailbox|inbox|account) (?:can['’]t|cannot|does not|doesn['’]t|is unable to|
        is not able to) (?:receive|accept|take)\b|\be-?mail support (?:has|is|was)(?: been)? (?:
        discontinued|ended|closed|retired)|\bsupport (?:by|via) e-?mail (?:has )?(?:ended|been|
        is no)
    \b(?:used|contacted|written to|wrote to|e-?mailed|mailed|reached) (?:an|my|our|the) (?:old|
        unattended|unmonitored|former|previous|outdated|inactive|unused|wrong|defunct|dead)(?:
        [ ]e-?mail)? (?:address|mailbox|inbox|account|e-?mail)\b|\b(?:e-?mail )?addresses (?:
        now )?(?:end|have changed|are changing)\b
    """
)
LEFT_ENGLISH = any_of(
    r"""
    \b(?:i|(?-i:[A-Z])\w{1,14}|person|employee|user|colleague|member|contact|recipient)(?: has|
        [ ]have|['’]ve|['’]s)(?: now| since| just| recently| sadly| regrettably| already|
        [ ]also){0,2} left(?:\W{0,3}$| (?:the|us|our|this|in|at|to pursue|after|me)\b(?! (?:office|
        message|note|voicemail|desk|day|building for|end of the (?:day|week|month|meeting)|
        conference)))
    \bi left (?:at the end of|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|on \d)|
        \b(?-i:[A-Z])\w{1,14} left (?:us|the (?:company|business|team|organi[sz]ation|school|firm|
        practice)|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|20\d))
    \b(?:i|have|['’]ve) finished (?:up )?(?:at|with|working (?:at|for)) (?-i:[A-Z])|\bmy (?:last|
        final) (?:working )?day (?:was|at|with|in the|of)\b|\bmy (?:contract|employment|time|
        internship|secondment|placement|tenure|fellowship|traineeship|apprenticeship|term)(?:
        [ ]of office)?(?: (?:at|here|as|with (?-i:[A-Z]))[^.!?\n]{0,30})? (?:has |is |was )?(?:
        now )?(?:ended|over|finished|expired|come to an end|came to an end|complete\w?)\b
    \b(?:i|post|role|position|job|(?-i:[A-Z])\w{1,14})(?: was| were| have been| has been|
        ['’]ve been) (?:sadly |recently |now )?(?:made redundant|laid off|let go|relieved (?:from|
        of)|posted to|transferred to|seconded to|redeployed|reassigned to|abolished|eliminated)\b
    \bi(?:['’]ve| have)?(?: now| just| recently| officially)? (?:resigned|quit|retired)(?:\W{0,3}$|
        [ ](?:from (?!using)|on|in|as|after|this|last|early|and)\b)|\b(?:taken|taking|took) (?:
        early |phased |well-earned )?retirement\b|\b(?:enjoying|happily in) (?:my |a |his |her )?(?:
        \w{2,12} )?retirement\b|\bhung up my\b
    \b(?:i|has|have|['’]ve)(?: now| just| recently)? (?:embarked (?:on|up)|started|begun|taken (?:
        on|up)|moved (?:on )?to|accepted|got|found|joined)(?: on)? (?:a|an|another|my|pastures)(?:
        [ ]\w{2,12}){0,2} (?:adventure|chapter|job|career|post|position|employer|company|firm|team|
        organi[sz]ation)\b|\bi have a new job\b
    \b(?:i|i have|i['’]ve|has)(?: now| just| recently)? (?:moved|switched|changed|transferred|
        relocated) (?:teams|departments|roles|jobs|divisions|employers|careers|to (?:
        the (?-i:[A-Z])\w+ (?:office|branch|team)|another (?:team|office|department|branch))|
        (?<=transferred )to (?-i:[A-Z])\w+$|(?<=relocated )to (?-i:[A-Z])\w+$)
    \bno longer (?:your|the|a|an)(?: \w{2,12}){0,2} (?:contact|treasurer|chair\w{0,6}|secretary|
        president|editor|coordinator|director|administrator|head|employee|member|trustee|governor|
        councillor|representative|rep)\b|\bno more (?:with|associated|working|a part|part|employed|
        in service)\b
    (?:\bnot|n['’]t) (?:at|with|working|work|part of|in|a member of|employed|
        based)\b[^.!?\n]{0,40}\bany ?(?:more|longer)\b
    \bstepped down(?: as| from|\W{0,3}$)|\bstepped back from (?:my|the|this)|\bhanded (?:
        over )?my (?:\w{2,12})?(?:duties|role|responsibilit\w+|work|post|position|portfolio)(?:
        [ ]over)?\b|\bpassed (?:on )?the baton|\b(?:taken|took|takes) over (?:from me|my (?:role|
        post|position|duties|job|responsibilities|accounts|clients))|\b(?:replaced|succeeded) me\b|
        \bmy (?:successor|replacement) (?:is|will be)\b
    \b(?:person|employee|individual|user|colleague|staff member|contact|recipient|
        member of staff) (?:that |who |whom )?you(?:['’]re| are| were|['’]ve)? [^.!?\n]{2,40}(?:
        has left|no longer|is not (?:at|with)|is gone|has gone)|\bthis (?:person|user|employee|
        colleague|staff member|member of staff|account holder)(?: has left| no longer| is no longer|
        [ ]has gone| left)
    \b(?:passed away|(?-i:[A-Z])\w{1,14} (?:sadly )?(?:died|passed on))\b|
        \btell you that [^.!?\n]{2,30} (?:died|passed)
    \b(?:closed|shut)(?: its| our| the)?(?: doors)? (?:down|permanently|for good|for ever|
        forever)\b|\b(?:closed|shut) (?:our|its) doors\b|\bceased (?:trading|operations|operating|
        business|to exist)|\bno longer (?:trading|in business|operating)\b|\bgone (?:
        out of business|into (?:liquidation|administration))|\bwound (?:up|down)\b|
        \bshut down the (?:company|business)
    """
)
WHOM_ENGLISH = any_of(
    r"""
    \b(?-i:[A-Z])\w{1,14}(?: (?-i:[A-Z])[\w'’-]{1,20})?(?: will| can|['’]ll)?(?: be| is|['’]s)? (?:
        happy to |able to |delighted to |glad to )?(?:cover(?:ing)? (?:for me|my|in|while)|hold(?:
        ing)? the fort|mind(?:ing)? the (?:shop|store)|man(?:ning)? the|acting(?: up| as| in|
        [ ](?-i:[A-Z]))|deputi[sz]\w{1,3}|monitor(?:ing)? (?:this|my)|keep(?:ing)? an eye on|(?:
        tak(?:e|ing) care of|look(?:ing)? after|deal(?:ing)? with|handl(?:e|ing)|pick(?:ing)? up|
        sort(?:ing)?(?: out)?|respond(?:ing)? to|see(?:ing)?|attend(?:ing)? to) (?:anything|
        everything|all|any|my|you\b|urgent)|assist\b|your (?:main |first |new )?(?:contact|man|
        woman|person|go-?to)\b|has access to my|sort you out|help (?:you|with|out|in))
    \b(?:is|are|will be|as|provided by) (?:my|the|our) (?:\w{2,12} )?(?:cover|locum|stand-?in|
        deputy|maternity cover)\b|\bmy (?:\w{2,12} )?cover is\b|^\W{0,3}(?:cover|locum|deputy|
        backup|urgent|in my absence)\s?:
    \byour (?:main |first |new |interim |point of )?(?:contact|port of call|point of contact)(?:
        [ ]person)? (?:is|in my|while|during|until|will)|\bfirst port of call\b|\bbest (?:person|
        people|contact) (?:to|is|for)\b|\bperson to (?:contact|ask|call|speak|talk|write)\b
    \b(?:give|drop) (?!me\b)(?:us|him|her|them|my|our|the|(?-i:[A-Z])\w{1,14})(?: \w{2,12})? a (?:
        shout|bell|ring|line|call|buzz|note|text|message|holler|tinkle)\b|\bdrop (?:an e-?mail|
        a line|a mail) to\b
    ^\W{0,3}(?:slack|dm|poke|nudge|ping|buzz|bug|pester|bother|whatsapp|text|(?:holler|shout|
        yell) (?:at|for)|hit up|speak to|go to|see) (?:(?-i:[A-Z])\w|#|my |our |the )
    ^\W{0,3}(?:or|or else|otherwise|alternatively|failing that|if not|else|in doubt|when in doubt|
        if in doubt),? (?:please |just |you can )?(?:try|call|contact|ask|ring|e-?mail|text|
        speak to|phone|write to|message)\b
    ^\W{0,3}(?:for|if|in case|in an?|when) [^.!?\n]{2,60}\b(?:ring|phone|dial|try|text|call|ask|
        contact) (?:the|our|my|his|her|us|him|\d|(?-i:[A-Z])|on\b|reception)|^\W{0,3}in (?:case of|
        the event of|an|any) (?:\w{2,12} )?(?:emergency|exigency|urgency)
    \byou(?: can|['’]re welcome to| could| may| might| are welcome to)(?: always| also| still|
        [ ]instead| then)? (?:reach|try|find|get|ask|speak to|contact|message|write to|get hold of|
        e-?mail|turn to) (?:us\b|him\b|her\b|them\b|my |the |our |(?-i:[A-Z])\w)|\byou can (?:get|
        reach|find) me (?:on|at|by|via)\b
    \b(?:kindly|please) (?:mark|connect|co-?ordinate|liaise|route|raise|drop|give (?:him|her|them|
        us|the|my|our|(?-i:[A-Z]))|report|mention|log|submit|pass|do the needful|try (?:our|my|the|
        calling|again)|reach (?:out|my|our|the|to|(?-i:[A-Z]))|text|message|turn|approach|notify)\b|
        \b(?:kindly|please) speak (?:to|with) (?:reception|our|the|your|a member)\b
    ^\W{0,3}(?:all|any|direct|send|anything|everything|urgent|other)(?: your| all| any| my| other|
        [ ]urgent| else){0,3}(?: (?:queries|mails?|e-?mails?|enquiries|inquiries|questions|requests|
        stuff|matters|post|calls|issues))?(?: please)?(?:,? please)? (?:goes |go |should go |
        shall go )?to\b|^\W{0,3}anything urgent\b
    ^\W{0,3}(?:for )?(?:press|media|sales|support|billing|job|general|technical|customer|
        new business|order|booking|accounts?|parent)(?: \w{2,12})? (?:enquiries|inquiries|queries|
        issues|questions)\b
    \b(?:office|team|receptionists?|front desk|reception|duty \w{2,12}|colleagues?|someone|helpdesk|
        staff|switchboard|front office|nurse|pharmacist)\b[^.!?\n]{0,25}\b(?:can|will be|would be|
        is|are|will)(?:able to| happy to| glad to| delighted to| pleased to)? (?:help|assist|answer|
        advise|deal|still around|still here|available|on hand|at your|contactable|around|here)\b|
        \b(?:everyone|everybody|rest of the team)(?: else)? (?:is|are) (?:still )?(?:here|around|
        available|working)|\bcolleagues\b[^.!?\n]{0,20}\bremain available\b
    \b(?:phone|mobile|cell)\b[^.!?\n]{0,20}\bon\b[^.!?\n]{0,10}\b(?:emergenc|urgent)|\bshould be (?:
        reported|raised|addressed|directed)\b|\bor (?:text|call|ring|try|ask) (?-i:[A-Z])\w
    """
)
LATER_ENGLISH = any_of(
    r"""
    \b(?:your|the|this|all|these|any) (?:\w{2,12} )?(?:e-?mails?|mails?|messages?|enquir\w{1,3}|
        requests?|queries) (?:sent |received )?[^.!?\n]{0,25}\b(?:will|is|are) (?:be )?(?:then )?(?:
        picked up|answered|read|dealt with|attended to|seen|looked at|still be|waiting|in (?:a|the|
        our) queue|in turn|deleted|handled|actioned|processed)\b
    \b(?:catch(?:ing)? up (?:on|with)|wad(?:e|ing) through|work(?:ing)? through|dig(?:ging)? (?:
        myself )?out of|plough(?:ing)? through|go(?:ing)? through|tackl(?:e|ing)|clear(?:ing)?|
        dip(?:ping)? in and out of|keep(?:ing)? an eye on) (?:my |the |all |all the |all my )?(?:
        work )?(?:e-?mails?|inbox|mail|messages|backlog|post)\b
    ^\W{0,3}(?:will|shall) (?:reply|respond|revert|answer|get back|be in touch|come back|write|
        read)\b|^\W{0,3}(?:repl(?:y|ies)|answers?|responses?) (?:next|on|after|when|in|from|will|
        may|might|could|tomorrow|later|soon|as)\b|\bexpect to hear (?:from|back)\b|
        ^\W{0,3}expect (?:\w{2,12} )?(?:slow|radio silence|delays?|no reply|nothing)
    \bin (?:turn|date order|strict order|the order|batches)\b|\b(?:we|i) (?:deal with|work through|
        go through|process|handle) (?:all )?(?:e-?mails?|messages|enquiries|requests|mail) in\b
    \b(?:i|we)(?:['’]ll| will|['’]m| am| may| might|['’]ll be)? (?:only )?(?:be )?(?:check|read|
        look(?:ing)? at|checking|reading)(?: my| for)? (?:e-?mails?|messages|inbox|
        mail)\b[^.!?\n]{0,12}\b(?:at|in the|once|twice|daily|now and|from time|every|when|
        occasionally|sporadically|intermittently|periodically|a while|infrequently|rarely|each|on)\b
    \b(?:may|might|will|could|should) (?:be (?:able to (?:reply|respond|answer|check|read)|slow(?:
        er)? (?:to|in|at|than)|a (?:while|few|bit|little)|some time|patchy|slow(?:er)?\b|late\b|
        delayed)|take (?:me |us )?(?:a |some |up |longer|slightly|several|more))|\bi['’]m slow at\b
    ^\W{0,3}(?:(?:our |the )?(?:current|typical|average|usual|normal|expected|estimated|
        target) )?(?:response|reply|turnaround|waiting|wait|processing) times?\b|\b(?:our|my) (?:
        \w{2,12} )?(?:response|reply|turnaround|waiting|processing) times?\b|\btaking (?:about |
        around |up to |roughly |longer|a little|a bit)[^.!?\n]{0,20}\b(?:reply|respond|days|weeks|
        than|to answer)\b
    \b(?:it|this) (?:may|might|could|can|will|usually takes|takes)(?: take)?(?: me| us)?(?: a| some|
        [ ]up| longer|slightly)[^.!?\n]{0,25}\b(?:reply|respond|answer|get back|hear|before|day|
        week)
    \b(?:sit tight|hang (?:tight|in there))\b|\bwith you (?:as soon|shortly|soon|asap)\b|
        \bwatch this space\b
    \b(?:give|allow) (?:me|us) (?:a few|a couple|some|\d|two|three|up to|until|a (?:day|week|little|
        bit)|plenty)[^.!?\n]{0,30}
    \bre-?send (?:it|your|this|any|the)?[^.!?\n]{0,30}\b(?:after|on|from|when|once|then)\b|\b(?:
        e-?mail|write|try|contact us|contact me) again (?:after|on|from|when|once)\b|\bwrite again\b
    \b(?:received|sent|arriv\w{2,3}|comes? in|coming in) (?:during|in|while|over|between|after|
        outside)[^.!?\n]{2,40}\b(?:deleted|binned|erased|not be|never|wiped|lost|answered|read)\b|
        \bdelete everything\b
    \bif (?:you|i|we) (?:do not|don['’]t|have not|haven['’]t)(?: \w{2,9})? (?:hear|heard|replied|
        responded|answered|had)\b
    """
)
DELAYED_ENGLISH = any_of(
    r"""
    \b(?:repl(?:y|ies)|responses?|response times?|answers?) (?:may|might|will|could) (?:be|
        take)\b[^.!?\n]{0,20}\b(?:longer|slow(?:er)?|delay\w{0,2}|patchy|a while|time|late)\b
    \b(?:getting|receiving|experiencing|seeing|handling|dealing with) (?:\w{2,12} )?(?:more|lots of|
        an? (?:\w{2,12} )?(?:high|large|unusual|increased|huge)) (?:\w{2,12} )?(?:e-?mails|messages|
        enquiries|inquiries|requests|tickets|calls|volumes?|number|applications|orders)\b
    """
)
