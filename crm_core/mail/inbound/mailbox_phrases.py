"""That a mailbox is read by nobody any more, or has another address now.

Written for folded letters (`phrases.folded`), all languages in one pattern. Asked by
`letter_kinds`.
"""

from crm_core.mail.inbound.phrases import any_of

MAILBOX = any_of(
    r"""
    \b(?:mailbox|mail box|inbox|(?:e-?mail )?address|account|e-?mail(?: id)?|
        mail)\b[^.!?\n]{0,40}\b(?:no longer|not|n['’]t|never|un)[ -]?(?:being |actively |
        currently |regularly |in |been )?(?:monitored|use\b|used|active|checked|read\b|valid|
        exist|available|maintained|attended|staffed|reachable|looked at|functional|operational|
        in service)
    \b(?:mailbox|inbox|(?:e-?mail )?address|account)\b[^.!?\n]{0,30}\b(?:has been|was|is being|is|
        will(?: soon)? be|have been|has)(?: now| permanently| recently| soon)? (?:deactivated|
        disabled|closed|discontinued|decommissioned|retired|shut down|replaced|migrated|moved|
        changed|suspended|deleted|obsolete|out of use|phased out|unattended|unmonitored|
        un-monitored|switched off)
    \b(?:un-?attended|un-?monitored|inactive|send-only|outgoing only) (?:e-?mail|mailbox|inbox|
        address|account)
    \b(?:e-?mail )?address (?:has changed|is changing|changed)|
        \bnew (?:e-?mail )?address\b(?! of your)
    \b(?:e-?mail|mail|our) (?:domain|address)(?:es)?\b[^.!?\n]{0,20}(?:is|are|has|have|will|
        was)\b[^.!?\n]{0,15}(?:chang|be\b|moved|moving|now|new)|\b(?:e-?mail|account|
        address)[^.!?\n]{0,30}\b(?:is now|will now be|now is)\b|\b(?:old|previous|
        former) (?:domain|(?:e-?mail )?address|account|mailbox)|\b(?:alte adresse|
        ancienne adresse|antigua direccion|vecchi[oa] (?:indirizzo|casella)|antigo endereco|
        oude adres|stary adres|gamla adress|gamle adress|vanha osoite|stara adresa|regi cim|
        eski adres|vechea adresa)|стар(?:ый|ого|ом) адрес|旧(?:メール)?アドレス|旧(?:邮|郵)箱|
        이전 주소
    \b(?:changed|moved|switched|migrated)(?: \w{1,10}){0,3} (?:to (?:a |my |
        our )?new )?(?:e-?mail )?(?:address|domain|provider)
    \b(?:update|amend|correct|adjust) (?:\w{1,12} ){0,2}(?:contacts?|address ?book|records?|
        details|files|list|database)\b
    \bno longer (?:use|check|monitor|read|have access to|access) (?:this|that) (?:e-?mail|address|
        account|mailbox|inbox)
    \bnobody (?:reads|checks|looks at) (?:what|this|these|mail|it)\b|\bfor (?:sending|outgoing)[ ]
        (?:\w{1,14} )?(?:notifications?|messages?|mails?|e-?mails?)? ?only\b
    \b(?:address|mailbox|account) is (?:\w{1,8} )?(?:used )?(?:only |solely )?for (?:outgoing|
        sending)
    \b(?:mailbox|inbox|address) (?:only )?(?:sends|for outgoing)|\breplies (?:to this|are not)|
        \bnobody reads this
    \b(?:postfach|e-?mail-?adresse|mailadresse|adresse|e-?mail-?konto|mailbox|konto|
        mailaccount)\b[^.!?\n]{0,50}(?:nicht (?:mehr|langer|uberwacht|gelesen|betreut)|deaktiviert|
        geschlossen|abgeschaltet|stillgelegt|geandert|geloscht|ungultig|aufgelost|umgestellt)|
        \bneue[nr]? (?:e-?mail-?|mail)?adresse(?! (?:fur|ist \w{3}))|\b(?:adressbuch|kontakt(?:e|
        daten|
        liste))\b[^.!?\n]{0,30}(?:aktualis|anpass|andern|korrig)|\baktualisieren sie
    \b(?:adresse|boite|messagerie|compte|courriel)\b[^.!?\n]{0,50}(?:n['’](?:est|existe|
        etait) plus|ne (?:sera|fonctionne|recoit) plus|plus (?:utilis|activ|valid|consult|
        en service|surveill|relev)|pas (?:consult|surveill|relev)|desactiv|ferme|supprim|change|
        obsolete|inactive|remplac)|\bnouvelle adresse(?! (?:de (?:livr|fact)|postale|est (?:le |
        au )?\d))|\bmettre a jour (?:vos|votre)|
        \bmerci de (?:noter|mettre a jour)
    \b(?:direccion|cuenta|buzon|correo|casilla|email)\b[^.!?\n]{0,60}(?:ya no (?:esta|es|se|exist|
        func)|no (?:esta|se encuentra|es) (?:activ|disponib|en uso|monitor|operativ|vigent|
        supervis|atendid)|(?:des|in)h?abilitad|desactivad|ha cambiado|dejara|dado de baja|cerrad|
        fuera de servicio|no se (?:revisa|lee|monitor|supervis))
    \bnueva (?:direccion(?! (?:de (?:entrega|factur|envio)|postal|es (?:calle|av)))|cuenta)|
        \bnuevo (?:correo|buzon|email)|\bactuali(?:zar|ce|cen|
        za)\b[^.!?\n]{0,25}(?:contact|agenda|registro|libreta|datos)
    \b(?:indirizzo|casella|mail|e-?mail|posta|account)\b[^.!?\n]{0,50}(?:non (?:e|sara|viene|
        risulta) piu|non e (?:attiv|presidiat|monitorat|piu)|disattivat|dismess|cambiat|
        chius[ao]\b|sostituit|non piu|non presidiat|soppress|inattiv)
    \bnuov[oa] (?:indirizzo(?! (?:di (?:consegna|fattur|spediz)|e (?:via|piazza|corso)))|casella|
        mail|e-?mail)|\baggiornare? (?:\w{1,10} ){0,3}(?:contatti|
        rubrica|vostr|archivi)
    \b(?:endereco|conta|caixa|e-?mail|correio)\b[^.!?\n]{0,50}(?:(?:ja )?nao (?:esta|e|
        se encontra|existe|sera)(?: mais)? ?(?:ativ|activ|usad|utiliz|monitor|valid|em uso|
        disponiv|lid)?|desativad|desactivad|encerrad|mudou|foi alterad|inativ|descontinuad|
        deixou de|substituid)|\bnovo (?:endereco|e-?mail)|\batualiz(?:e|ar|
        em)\b[^.!?\n]{0,25}(?:contat|agenda|registro|lista)
    \b(?:mailbox|postvak|e-?mailadres|mailadres|adres|account|
        postbus)\b[^.!?\n]{0,50}(?:niet (?:meer|langer)|wordt niet|gewijzigd|opgeheven|gesloten|
        gedeactiveerd|vervallen|niet gelezen|uitgeschakeld|buiten gebruik)
    \bnieuwe? (?:e-?mail|mail)?-?adres|\bpas (?:uw|je) (?:adres|contact)|\b(?:adresboek|
        contactgegevens)[^.!?\n]{0,20}(?:aan|bij|wijzig)
    \b(?:adres|skrzynk|konto|poczt)\w{0,3}\b[^.!?\n]{0,50}(?:nie jest (?:juz )?(?:aktywn|uzywan|
        obslugiw|monitor|czytan|odczyt)|nieaktywn|zmienil|zostal\w{0,2} (?:zmien|wylacz|zamkn|
        dezaktyw|zlikwid|usun)|juz nie|wylaczon)|\bnowy adres|\bnowego adresu|\bzaktualizow
    \b(?:adress|brevlada|inkorg|mejladress|konto|
        e-?postadress)\w{0,4}\b[^.!?\n]{0,50}(?:inte (?:langre|bevakas|lases|i bruk)|upphort|
        stangts|avaktiverat|andrats|bytts|avvecklat|ej langre|bevakas (?:inte|ej)|laser? inte)|
        \bny (?:mejl|mail|e-?post)?-?adress|\buppdatera (?:din|er|dina|era)
    \b(?:adresse|mailadresse|postkasse|mailboks|innboks|indbakke|konto|e-?postadresse|
        e-?post)\w{0,3}\b[^.!?\n]{0,50}(?:ikke (?:langere|laengere|lengre|lenger|overvag|lest|
        laest|i brug|i bruk)|nedlagt|lukket|stengt|deaktiver|aendret|endret|er skiftet|avviklet)|
        \bny (?:mail|e-?mail|e-?post)-?adresse|\bopdater(?: venligst)? (?:din|dine|jeres)|
        \boppdater (?:din|dine|deres)
    \b(?:osoite|postilaatikko|sahkopostiosoite|laatikko|tili)\w{0,5}\b[^.!?\n]{0,50}(?:ei (?:ole|
        enaa|lueta|seurata)|poistunut|poistettu|suljettu|muuttunut|vaihtunut|ei valvota)|
        \buusi (?:sahkoposti)?osoite|\bpaivita(?:tte|thatko)?\b
    \b(?:adres|schrank|e-?mail|ucet|kont)\w{0,3}\b[^.!?\n]{0,50}(?:(?:jiz|uz|viac) (?:neni|nie|
        neexist|nefung|ne)|neni (?:jiz |uz )?(?:aktivn|pouziv|sledov|monitor)|nie je (?:uz |
        viac )?(?:aktivn|pouziv|sledov)|zrusen|deaktiv|zmenil|nepouziv)
    \bnov(?:a|ou|u|y|ej) (?:e-?mailov\w{1,3} )?adres|\baktualizujte
    \b(?:postafiok|e-?mail ?cim|cim|fiok)\w{0,6}\b[^.!?\n]{0,50}(?:megszun|mar nem|nem (?:el|
        figyel|aktiv|hasznal)|megvaltoz|inaktiv|lezar)|\buj (?:e-?mail ?)?cim|\bfrissitse
    \b(?:adres|posta kutusu|hesap|hesab|e-?posta)\w{0,5}\b[^.!?\n]{0,50}(?:artik|kullanilm|
        aktif degil|kapatil|degis|takip edilm|kontrol edilm|devre disi)|\byeni (?:e-?posta|
        mail)? ?adres|\bguncelle
    \b(?:adresa|casuta|contul|email)\b[^.!?\n]{0,50}(?:nu (?:mai )?(?:este|e|mai) ?(?:activ|
        folosit|valabil|monitor|citit|utiliz)?|dezactivat|inchis|schimbat)|\bnoua adresa|
        \bactualizati
    (?:адрес|ящик|почт|аккаунт)\w{0,4}[^.!?\n]{0,50}(?:больше не|не (?:использ|обслуж|актив|
        действ|провер)|закрыт|изменил|удал[её]н|отключ[её]н|неактив)|нов(?:ый|ого|ом|
        ому) (?:электронн\w{2,3} )?(?:адрес|почт|e-?mail)|обновите (?:ваши|контакт|адрес)
    (?:адрес|скриньк|пошт)\w{0,4}[^.!?\n]{0,50}(?:більше не|не (?:використ|обслуг|актив|перевір)|
        закрит|змін)|нов(?:а|у|ою) (?:електронн\w{1,3} )?адрес|оновіть
    (?:διευθυνση|λογαριασμοσ|θυριδα|email)[^.!;\n]{0,50}(?:δεν (?:ειναι|χρησιμοποι|παρακολουθ|
        λειτουργ|ισχυει)|καταργ|αλλαξε|απενεργοπ)|νεα (?:ηλεκτρονικη )?διευθυνση|ενημερωστε
    (?:メールアドレス|アドレス|メールボックス|受信箱)[^。！\n]{0,25}(?:使用(?:して|され|でき)|
        使われて|廃止|変更|停止|監視|無効|閉鎖|利用(?:でき|して|停止)|送信専用)|送信専用|
        新しい(?:メール)?アドレス|連絡先(?:の|を)[^。]{0,8}(?:変更|更新)
    (?:邮箱|郵箱|信箱|邮件地址|電子郵件|电子邮件地址|帐号|账号)[^。！\n]{0,25}(?:停用|不再|停止|
        关闭|關閉|失效|无人|無人|更换|更換|变更|變更|已注销|作废)|新(?:的)?(?:邮箱|郵箱|信箱|
        邮件地址|電郵)|更新[^。]{0,8}(?:通讯录|联系|聯絡|通訊錄)
    (?:메일|주소|계정|사서함|편지함)[^.!\n]{0,30}(?:사용(?:하지|되지)|더\s?이상|폐쇄|변경|중지|
        확인하지|비활성|모니터링|읽지|운영)|새\s?(?:로운\s?)?(?:이메일|메일)?\s?주소|발신\s?전용
    (?:כתובת|תיבה|תיבת|חשבון|מייל)[^.!?\n]{0,50}(?:אינ[הו]|לא (?:פעיל|בשימוש|מנוטר|נקרא)|הוחלפ|
        שונתה|נסגר|בוטל)|כתובת (?:ה?מייל )?(?:ה?)חדשה|עדכנו|לעדכן
    (?:البريد|العنوان|الحساب|الصندوق|صندوق)[^.!؟\n]{0,50}(?:لم يعد|غير (?:نشط|مراقب|فعال|مستخدم)|
        تم (?:إغلاق|تغيير|تعطيل|إيقاف)|لا يتم)|(?:عنوان|
        بريد)\w{0,4} (?:البريد )?(?:الإلكتروني )?الجديد|تحديث (?:جهات|بيانات)
    """
)
