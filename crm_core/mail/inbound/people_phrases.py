"""What people write of an absence and beside one, and machines do not.

Asked by `automatic` and `absence_alone`: what a person proposes or promises, and an absence that
has not begun, make it harder for a letter to be a machine's.
"""

from crm_core.mail.inbound.phrases import any_of

TO_COME = any_of(
    r"""
    (?:out|away|off|leave|vacation|holidays?|office|travel+ing|closed)(?:(?!until|till|through|back|
        return)[^.!?\n]){0,12}\b(?:next week|
        tomorrow|from (?:tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next))\b
    \b(?:n[äa]chste|kommende) woche[^.!?\n]{0,25}(?:urlaub|nicht im|unterwegs|abwesend|nicht da)
    \bab (?:morgen|(?:mon|diens|donners|frei|sams)tag|mittwoch)[^.!?\n]{0,10}(?:im|in) urlaub
    (?:absente?|en cong[ée]s?|en vacances|en d[ée]placement) (?:demain|la semaine prochaine|
        [àa] partir de demain|d[èe]s demain)
    (?:vacaciones|fuera|ausente) (?:la (?:pr[óo]xima|semana que)|(?:desde|a partir de) mañana)
    (?:in ferie|fuori|assente) (?:da domani|domani|la (?:prossima|settimana pr))
    (?:f[ée]rias|ausente|fora) (?:a partir de amanh[ãa]|na pr[óo]xima|amanh[ãa])
    \bvolgende week (?:op|met|niet|afwezig)|(?:semester|ledig|borta) (?:n[äa]sta vecka|fr[åa]n
        (?:och med )?imorgon)|(?:ferie|fri) (?:i )?n[æe]ste u[gk]e|(?:urlopie|nie ma mnie)
        (?:od jutra|w przysz[łl]ym)|来週は?休暇|来週.{0,6}不在|下[周週].{0,4}(?:休假|出差|不在)
    """
)
"""An absence that has not begun: no machine answers yet, so that a person wrote of it."""
PROPOSES = any_of(
    r"""
    [?？]|\blet(?:['’]s| us) |\b(?:works|suits|is fine) (?:for )?me\b|\bhow about\b
    \bwould (?:suit|work)
    \b(?:he|she) is (?:\w{1,12} )?(?:out|away|off|on (?:\w{1,12} )?(?:leave|vacation|holidays?))\b
    \bplease send\b|\bcall me\b|\bsounds (?:good|great|interesting|fine)|\bwe want\b
    \bi(?:'d| would) (?:like|love)\b
    \binterested\b|\b(?:re-?)?send (?:this|it|me|us|over|that)\b
    \b(?:try|ping|remind|nudge|catch) (?:me|us|again)\b|\b(?:circle|check) back\b|\bcatch up\b
    \bfollow up (?:with me|in|next|then|again|after)\b|\b(?:talk|speak|chat) (?:then|soon|next|
        later|after|when|on|to you)\b
    \b(?:we|us) (?:can |could |should |might )?(?:talk|speak|chat|connect|meet|discuss)\b
    \bbut (?:yes|i(?:['’]ll| will) try|i can\b|i could|we can|let|happy|still)\b|\bgo ahead\b
    \bso (?:please|if you|let|can|could)\b|\bworks better\b
    \bwe(?:['’]ll| will) (?:sign|meet|talk|speak|decide|discuss|see|go)\b
    \b(?:happy|glad) to (?:talk|speak|chat|connect|meet|discuss|look|hear|see)\b
    \bwir k[öo]nnen\b|\bk[öo]nnen wir\b|\bsprechen wir\b|\bgerne? (?:danach|dann)\b
    \bi(?:['’]ll| will) (?:call|ring|phone) you|\brufe (?:sie|dich|euch)\b
    \bje (?:vous|te) r?appelle
    \b(?:le|te) llamo\b|\b(?:la|ti) (?:ri)?chiamo\b|\bbel (?:u|je) (?:terug|morgen|straks)
    \bte ligo\b|\bzadzwoni[ęe]|\bringer (?:dig|dej|deg|tilbage|tilbake|upp|opp)
    ,\s?(?:но|ale|mas|pero|ma|mais|maar|men|aber)\b|发给我|發給我|教えて
    \blassen sie uns|\bpasst\b|\brufen sie mich|\bbitte senden
    \bdanach gerne?\b|\bklingt\b|\binteress(?:e an|iert|ant|ieren)|\b(?:kein|habe[n]?) interesse
    \b(?:schicken|senden) sie (?:mir|uns)\b|\bmelden sie sich (?:gerne? |doch |bitte )?(?:danach|
        dann|nochmal|wieder)
    \b(?:pouvons|pourrions)-nous|\bappelez-moi|\bme convient|\bme viene bien|\bll[áa]me(?:me|nos)
    \bint[ée]ress[ée]|\b(?:rappelez|recontactez|relancez|renvoyez)\b|\brevenez vers
    \bme interesa|\bhablamos\b|\bescr[íi]ba(?:me|nos)\b|\benv[íi]e(?:me|nos)\b
    \bsentiamoci|\bmi va bene|\bci (?:ri)?sentiamo|\bmi interessa|\bvamos (?:falar|marcar)
    \b(?:conversamos|falamos)\b|\btenho interesse|\blaten we\b|\bstuur (?:me|mij|maar)\b|давайте
    """
)
"""What people ask, propose and promise, and that they say of others; machines do not."""
