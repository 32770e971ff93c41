"""What automatic replies are made of, and the matter, in Finnish, Estonian, Latvian, Lithuanian.

As in `slavic_phrases`: beside what the files of all languages hold.
"""

from crm_core.mail.inbound.phrases import words_of

BALTIC = {
    "absent": words_of(
        r"""
        (?:olen|olemme|lahden|jaan) (?:\w{3,12} )?(?:sairaana|ulkomailla|\w{0,10}tauolla|
            sairaalassa|vapaalla|
            kipea|lomalla|talviloma|reissussa|etapaivalla)\w{0,2}\b|en (?:tyoskentele|
            ole) (?:\w{4,10}isin|tanaan|toissa|
            toimistolla|paikalla|perjantai|maanantai)|en ole (?:tanaan|enaa tanaan|nyt) (?:toissa|
            paikalla)|(?:lyhennettya|
            osa-aika)\w{0,9}|lomail(?:en|emme)\b|(?:kesa|joulu|talvi|syys|vuosi)loma\w{0,3} |
            hoidan sairasta|(?:liike|
            toimisto|myymala|koulu|vastaanotto|yritys|kauppa)\w{0,4} (?:on|ovat|
            pysyy) (?:\w{3,9} )?(?:kiinni|suljettu|
            lomalla)
        (?:olen|viibin|oleme|jain) (?:\w{2,9} )?(?:puhkus|haiguslehel|haige|lapsehooldus|lahetus|
            valismaal|koolitus|
            ara kuni|kontorist|eemal|komandeering|konverents)\w{0,4}|(?:viibin|puhkusel)\b|
            (?:ei ole|pole) (?:\w{3,6} )?
            (?:kontoris|tool|kohal)|(?:tana|reedeti|homme|esmaspaeviti|\w{4,9}eti) ma ei toota|
            ma ei toota (?:tana|homme|
            reedeti|reedel)|(?:kontor|pood|kauplus|kool|firma|
            buroo)\w{0,3} on (?:\w{3,9} )?(?:suletud|puhkusel|kinni)
        (?:esu|esame|busiu|siuo metu|atostogauj\w)\b[^.!?\n]{0,30}(?:atostog|komandiru|nedarbing|
            mokym|uzsien|nesu|
            konferenc|seminar|motinyst|parod|lapelyj)\w{0,6}|atostogauj\w|nesu (?:biure|darbe)|
            siandien nedirb|
            \w{4,12}ais nedirb|nedirbsi\w|^sergu\b|manes (?:nebus|nera)|(?:biuras|imone|parduotuve|
            mokykla|
            kabinetas)\b[^.!?\n]{0,15}(?:nedirba|uzdaryt)\w{0,2}
        (?:esmu|esam|atrodos|busu|paslaik)\b[^.!?\n]{0,30}(?:atvalinajum|slimibas|komandejum|
            apmacib|prombutne|
            arzemes|dekret|neesmu|konferenc|seminar|slims|slima)\w{0,4}|neesmu (?:biroja|darba)|
            (?:sodien|rit|
            \w{4,9}dienas) nestrada\w|nestradaju (?:sodien|lidz)|(?:birojs|veikals|uznemums|skola|
            kabinets)\b
            [^.!?\n]{0,15}(?:slegt|nestrada)\w{0,2}|atvalinajuma (?:lidz|no)
        """
    ),
    "left": words_of(
        r"""
        vaihtanut (?:tyopaikkaa|tehtavia|tyonantajaa)|tyosuhteeni|en tyoskentele enaa|(?:jaanyt|
            jai) elakkeelle|
            viimeinen tyopaivani|(?:ei toota|ma ei toota|ei toota ta) enam|(?:olen|
            on) ettevottest lahkunud|
            lahkusin (?:ettevott|firma)|l(?:ak|a)(?:ksi|si)n pensionile|viimane toopaev|
            nebedirb\w{1,3}|(?:isejau|
            isejo) (?:is|i) (?:imones|imone|pensija|darbo)|(?:paskutine|paskutinioji) darbo diena|
            vairs nestrada\w{0,2}|
            partrauc\w{1,3} darba|(?:aizgaj|devies|devusies) [^.!?\n]{0,10}pensij|
            pedeja darba diena|pametu darbu|(?:kolege|
            kolegis|darbuotoja\w?) (?:isejo|nebedirba)
        """
    ),
    "mailbox": words_of(
        r"""
        (?:sahkoposti)?osoittee\w{1,4} (?:on )?(?:muuttunut|vaihtunut)|kukaan ei lue|(?:aadress|
            postkast|meiliaadress|
            postkasti)\w{0,3}\b[^.!?\n]{0,15}(?:ei ole enam|ei loeta|ei kasutata|ei jalgita|
            muutunud)|(?:minu )?uus
            (?:e-posti |meili)?aadress|(?:adresas|pasto dezute|dezute|
            pastas)\b[^.!?\n]{0,15}(?:nebenaudoj|netikrin|
            pasikeit|neveik)\w{0,4}|pasikeite (?:mano|musu)|(?:naujas|
            nauja) (?:mano )?(?:el\.? ?pasto )?adresas|
            (?:adrese|pastkaste|e-?pasts)\b[^.!?\n]{0,15}(?:netiek|vairs ne|mainij)\w{0,3}|
            (?:mana )?jauna (?:e-?pasta )?
            adrese
        """
    ),
    "received": words_of(
        r"""
        (?:asiasi|hakemuksesi|tilauksesi|viestisi|pyyntosi|palautteesi|yhteydenottosi|ilmoituksesi|
            reklamaatiosi)\b
            [^.!?\n]{0,30}(?:kasittely|tallenn|vastaanot|kirjat|saapu|valitet|jonos)\w{0,6}|
            (?:oleme|olen) (?:teie|sinu)
            [^.!?\n]{0,20}katte saanud|teie (?:\w{4,9} )?(?:kiri|poordumi|tellimus|taotlus|sonum|
            avaldus|e-kiri|
            kaebus)\w{0,4} (?:on )?(?:vastu|registr|katte|edasi|saabu)\w{0,6}|(?:klienditeenindaja|
            spetsialist|tootaja|
            kolleeg)[^.!?\n]{0,12}votab|kinnitame[^.!?\n]{0,15}(?:kattesaam|saabum)\w{0,5}|
            (?:gavome|priememe|
            uzregistravome) (?:jusu|tavo)|jusu (?:\w{4,9} )?(?:laisk|uzklaus|uzsakym|prasym|zinut|
            skund|kreipim)\w{1,4}
            (?: \w{3,6})? ?(?:gaut|uzregistr|priimt|perduot|nagrinej|sekmingai)\w{0,6}|
            (?:vadybinink|specialist|konsultant|
            darbuotoj)\w{1,3}[^.!?\n]{0,15}susisieks|patvirtiname|(?:esam|esmu|tika) (?:sanemu|
            sanemt|pienem)\w{0,5}
            (?:jusu)?|jusu (?:\w{4,9} )?(?:vestul|pieteikum|pasutijum|zin|e-?past|iesniegum|
            pieprasijum)\w{1,3} (?:ir )?
            (?:veiksmigi )?(?:sanem|registr|pienem|nodot)\w{1,5}|(?:specialist|darbinie|konsultant|
            operator)\w{1,3}
            [^.!?\n]{0,15}sazin|apstiprinam
        """
    ),
    "declares": words_of(
        r"""
        (?:see on )?automaatvastus|(?:see )?(?:kiri|sonum) on (?:saadetud|loodud|
            genereeritud) automaatselt|
            (?:tai )?automatin\w{1,3} (?:atsakym|pranesim|laisk)|(?:laiskas|
            pranesimas) (?:\w{3,11} )?automatiskai|
            (?:laiskas|pranesimas) sugeneruot|automatiska\w? (?:atbild|zin)|(?:e-?pasts|vestule|
            zina)
            [ ](?:ir )?(?:genereta?s?|nosutita?s?|izveidota?s?) automatiski
        """
    ),
    "automated": words_of(
        r"""
        ei tarvitse vastata|arge (?:\w{4,7} ){0,2}vasta\w{1,2}|ei ole vaja vasta|(?:prasome|prasau|
            nereikia) (?:\w{1,3} )?
            ne?atsaky\w{1,3}|neatsak\w{2,5}|atsakyti nereik|neatbild\w{2,4}|atbildet nav
        """
    ),
    "whom": words_of(
        r"""
        (?:minua|mua) sijaistaa|soita (?!minulle|mulle)|(?:kollega|tyokaveri|
            tiimi)\w{1,4} (?:auttaa|hoitaa|vastaa|
            palvelee)\w{0,3}|laheta \w{4,10} osoitteeseen|yhteyshenkilo|hatatapau|kiireelli|
            laskutusasi\w{1,4}
        (?:kiiret?e|kiireloomuli)\w{0,6} (?:kusimus|asja|juht|korral)\w{0,5}|poorduge|mind asendab|
            asendaja|palun (?:votke|
            kirjutage|helistage|poorduge|saatke)(?! mulle)|kolleeg\w{0,2} (?:aitab|vastab|asendab)|
            vota\w{0,4} uhendust
            [ ](?:minu|meie|kolleeg)
        skub(?:iais|iu|us) (?:klausim|atvej|reikal)\w{1,4}|kreipkites|kreiptis|mane pavaduoja|
            (?:prasau|prasome)
            [ ](?:rasyti|skambinti|kreipt|susisiek|rasykite|skambinkite)\w{0,3}|skambinkite (?!man)|
            jums pades|del
            [ ](?:saskait|sutarc|uzsakym)\w{1,3}:|pavaduojan
        steidzam\w{2,3} (?:gadijum|jautajum|lieta)\w{1,3}|mani aizvieto|ludz[au]m?,? (?:rakst|zvan|
            sazin|vers)\w{2,6}|
            (?:zvaniet|sazinieties|versieties|verseties) (?!man)|jums palidzes|aizvietotaj
        """
    ),
    "later": words_of(
        r"""
        vastau(?:ksessa|saika|kset)\w{0,2}[^.!?\n]{0,20}(?:kesta|pidem|viivas|tavallis|normaal|on|
            voi)|saapumisjarj|kasittelemme|
            nahdaan|odotathan|otamme (?:sinuun|teihin)|vastaan (?:heti|sinulle|viest|kun|
            palat)\w{0,4}
        vasta(?:n|me|ta?kse) (?:teile |sulle )?(?:esimesel|parast|kahe|uhe|kolme|niipea|kui|hiljem|
            tagasi|jooksul)|
            votame (?:teiega|sinuga)|vastamine voib|esimesel voimalusel|toopaeva jooksul|kohtumiseni
        atsakys\w{1,3}\b(?! (?:ar|del pasiul))|susisieksi(?:me|u)|atsakymas gali|
            artimiausi\w{1,3} metu|kai tik galesiu|grizes|
            grizusi|per \w{2,4} darbo dien\w{1,2}|iki pasimatymo
        atbild\w{1,2}(?:su|sim)\b|atbild\w{1,5} (?:pec|tiklidz|divu|vis|jums)|sazinasi(?:mies|os)|
            atbilde var|tuvakaja laika|
            darba dienu laika|pec atgriesanas|tiklidz
        """
    ),
    "no access": words_of(
        r"""
        minulla ei ole (?:paasya|yhteytta|nettia|konetta)|puhelin(?:ni)? (?:on )?(?:kiinni|
            suljettu|pois)|ilman (?:nettia|
            yhteytta)|tavoitettavuu\w{1,5} on|luen \w{4,12} (?:harvoin|satunn|kerran)
        (?:ma )?ei (?:loe|kontrolli) (?:e-?kirj|kirj|post|meil)\w{1,3}|loen (?:kirj|e-?kirj|post|
            meil)\w{1,2}
            [ ](?:harva|korra|vahel)|puudub (?:ligipaas|juurdepaas|internet)\w{0,2}|ei edastata|
            telefon on valja
        (?:el\.? ?)?past\w (?:netikrin|tikrin\w (?:ret|kart)|neskait)\w{0,4}|neturi\w (?:prieig|
            interneto|galimyb)\w{0,4}|
            neturesi\w|laiskai (?:nera|nepersi)\w{0,6}|telefonas (?:bus )?isjungt
        e-?past\w{1,2} (?:nelas|parbaud\w reti|lasu reti|neparbaud)\w{0,3}|man nav (?:piekluve|
            interneta|iespej)\w{0,2}|
            vestules netiek|telefons (?:ir |bus )?izslegt|ierobezot\w{1,2} pie
        """
    ),
    "back": words_of(
        r"""
        olen (?:toimistolla|paikalla|toissa) (?:taas|jalleen|\d|maanant|tiist|keskiv|torst|
            perjant)|avaamme\b|
            naasen\b|olen tagasi|tagasi (?:olen|tool)|olen kontoris alates|(?:avame|taasavame)\b|
            gr[ii](?:siu|ztu|sime)\b|
            (?:biure|darbe) (?:vel )?busiu|vel (?:dirbsiu|busiu)|atgriez(?:isos|os|isimies)\b|
            busu (?:biroja|atpakal|
            sasniedzam)|atpakal (?:busu|biroja)|atsaksim
        """
    ),
    "thanks": words_of(
        r"""
        kiitos,? (?:etta (?:otit|otitte|kirjoit|laheti|viesti)|tilaukse|yhteyden|viesti|palaut|
            hakemuk)\w{0,8}|
            (?:aitah|tanan|taname)(?: teid)? (?:kirja|poordu|moistva|kannatl|e-?kirja|huvi|sonumi|
            usaldus|tellimus|et
            [ ](?:votsite|kirjut|poordu))\w{0,7}|(?:aciu|
            dekoj\w{1,3})(?: jums)?,? (?:uz (?:jusu )?(?:laisk|suprat|kantryb|zinut|
            uzklaus|uzsakym|susidom)|kad (?:kreip|paras|susisiek|rasot))\w{0,6}|(?:paldies|
            pateicamies|pateicos)(?: jums)?,?
            (?: par (?:jusu )?(?:vestul|e-?past|sapratn|pacietib|zin|interes|pasutij)| ka (?:sazin|
            rakst|vers))\w{0,8}
        """
    ),
    "hours": words_of(
        r"""
        (?:olemme|palvelemme) (?:avoinna|arkisin|teita)|toimistoai\w{2,6}|aukiolo\w{2,6}|
            viikonloppu\w{2,5} (?:olemme )?kiinni|
            (?:oleme avatud|toaeg|tooaeg|lahtiolekuajad|valjaspool (?:tooaega|lahtiol))|
            darbo (?:laikas|valand)\w{0,3}|
            dirbame (?:nuo|kasdien|darbo)|ne darbo metu|darba (?:laik|dienas)\w{0,2}|
            stradajam (?:no|katru|darba)|arpus darba
        """
    ),
    "elsewhere": words_of(
        r"""
        usein kysyty|lisatieto\w{1,3}|seuraa meita|ala muuta|(?:verkko)?sivuil\w{2,6}|(?:rohkem|
            lisa)infot?|meie kodulehe\w{1,3}|
            korduma kippuv|daugiau informacijos|musu (?:svetain|puslap)\w{1,4}|duk\b|
            vairak informacijas|musu (?:majas ?lapa|
            vietne)
        """
    ),
    "courtesy": words_of(
        r"""
        ystavalli|aurinkoista|valitettavasti|lugupidamisega|tervitades|tervitustega|parimate|
            ilusat|kauneid|vabandame|vabandust|
            paikest|tere\b|head (?:paeva|uut)|kahjuks|pagarbiai|su pagarba|geros|grazi\w{1,2} dien|
            laba dien|sveiki|labas|
            atsiprasome|atsiprasau|linksmu|nuosird|ar (?:cienu|sveicien)|jauku|labdien|
            atvainoj|priecigus|diemzel|
            lai jauka|visu labu
        """
    ),
    "person": words_of(
        r"""
        (?:esimieheni|pomoni|johtajani|toimitusjohtaja(?:mme|ni))|(?:minu|meie) (?:ulemus|juht|
            juhataja|direktor)|mano (?:vadov|direktor|virsinink)\w{1,3}|
            (?:mans|mana|musu) (?:vaditaj|prieksniek|direktor|sef)\w{0,2}|(?:tule|
            tulkaa) (?:kaymaan|kaymaa|labi|meie)|voin paattaa|
            (?:mina hoidan|mina otsustan|mina votsin|ma votsin)|as (?:peremiau|sprendziu)|
            es (?:parnemu|izlemju)|(?:valitin|edastasin|
            lahetin|persiunciau|parsutiju|perdaviau)\b
        """
    ),
    "offer": words_of(
        r"""
        (?:tarjous|tarjoukse)\w{0,4}|(?:teie |sinu )?pakkumi\w{1,4}|(?:jusu )?pasiulym\w{1,4}|
            (?:jusu )?piedavajum\w{0,4}
        """
    ),
    "matter": words_of(
        r"""
        (?:olin|olimme) (?:lomalla|sairaana|matkalla|poissa)|palasin lomalta|(?:ensi viikolla|
            huomenna) (?:olen|lahden) |
            (?:olin|tulin) puhkus\w{1,3}|(?:homsest|jargmisel nadalal) (?:olen|lahen)|(?:buvau|
            grizau is) (?:atostog|komand)\w{1,4}|
            (?:rytoj|kita savaite) (?:isein|atostog|busiu ato)\w{0,5}|(?:biju|
            atgriezos no) (?:atvalinajum|komand|slim)\w{1,4}|
            (?:no ritdienas|nakamnedel) (?:esmu|dodos|busu)
        (?:pakkumi|hind|leping|hinnapakkumi|arve|eelarve|kaina|kainos|sutart|saskaita|biudzet|
            pasiulym|piedavajum|cenas?|
            ligum|rekins|budzet)\w{0,5}\b|(?:meile|mulle) (?:\w{3,6} )?(?:sobib|meeldib|ei sobi)|
            ei ole huvitatud|huvitatud|
            (?:kasutame|kasutan) juba|meil on juba|saatke mulle|helistage mulle|(?:domina|nedomina|
            tinka|netinka|patiko)\b|
            jau (?:turime|naudojame)|atsiuskite|paskambinkite man|(?:interese|patik)\b|
            mums (?:jau|nevajag)|
            atsutiet|piezvaniet man|(?:vaatan|arutame|apsvarst|aptars|paziures|apskat|apspried|
            paskat)\w{0,7}
        """
    ),
}
