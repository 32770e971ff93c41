"""What automatic replies are made of in French, as it is written in France, Belgium, Switzerland
and Quebec, beside the phrases of all languages.

By the names of `letter_kinds.Kind`; for sentences that are folded and lowered (`regions.told_by`),
each phrase from the beginning of a word.
"""

from crm_core.mail.inbound.phrases import words_of

_HERE = r"(?:suis|serai|sommes|serons|est|sera|sont|seront)"
_MAIL = r"(?:e-?mails?|mails?|courriels?|messages?|messagerie|boite|courrier)"

FRENCH = {
    "absent": words_of(
        rf"""
        {_HERE} (?:\S{{1,16}} ){{0,3}}(?:a l'etranger|a l'exterieur|hors ligne|hors bureau|
            en annee sabbatique|en clientele|en tournee|en stage|en pause|en repos|en vadrouille|
            en rendez-vous a l'exterieur|en assemblee|en colloque|au vert|a la plage|au soleil|
            deconnecte|retenue? (?:a l'exterieur|toute)|en reunion toute|en ferie|en greve|
            en intemperies|aux abonnes absents|en viree)
        (?:je |nous )?m'absente(?:rai)?\b|nous absent(?:ons|erons)\b|
            (?:nous fermons|fermons|fermerons|fermera)(?: nos portes| ses portes)?
            [ ](?:du \d|ce|le|au public|pour|pendant|jusqu|des)|
            (?:ferai|faisons|fais|ferons|fait) (?:le )?pont\b|quartiers d'(?:ete|hiver)
        (?:je )?(?:participe|assiste)(?:rai)? a (?:un|une) (?:\w{{1,16}} )?(?:salon|conference|
            congres|formation|seminaire|colloque|foire)\b[^!?\n]{{0,30}}(?:semaine|jours?|jusqu|
            \d)
        (?:je )?(?:suis )?partie? (?:a la (?:plage|mer|montagne|campagne|neige)|au soleil|au ski|
            en (?:vacances|randonnee|weekend|week-end|croisiere)|me ressourcer|recharger|
            me reposer|sous les tropiques|loin)
        (?:je )?(?:me )?deconnecte (?:jusqu|du|pour|quelques|pendant|completement)|
            (?:prends|prenons|prend|prendrai|m'octroie|m'offre|m'accorde)\b[^!?\n]{{0,30}}
            (?:pause|repos|conges?|break|coupure|jours? (?:off|de))\b|vacances de la construction
        (?:en (?:formation|reunion|deplacement|seminaire|congres|salon|mission|rtt|teletravail)
            [ ](?:ce|ces|toute|jusqu|du|le|aujourd|demain et))\b|^absente?s? (?:jusqu|du|ce|cette|
            le)
        il n'y a personne|personne (?:au bureau|n'est present|ne sera)|permanences? (?:suspendue|
            annulee|fermee)|(?:de nouveau|a nouveau) (?:present|disponible|joignable|au bureau)
        ne (?:suis|serai|sommes|serons) pas (?:\w{{1,10}} )?(?:en poste|au travail|sur place|
            presente?s?|dans les (?:bureaux|locaux)|parmi vous|en mesure d'etre)
        (?:pour (?:des )?raisons? (?:de sante|familiales?|medicales?|
            personnelles?))\b[^!?\n]{{0,50}}
            (?:absent|indisponible|pas)|jour ferie|pour cause de (?:conges?|vacances|maladie|
            demenagement|inventaire|travaux|deuil|fete|ferie)
        """
    ),
    "left": words_of(
        r"""
        (?:mon|son) (?:contrat|stage|cdd|interim|mandat|mission|alternance|detachement)
            [ ](?:\w{1,10} )?(?:a |s'est |est )(?:pris fin|termine|acheve|arrive)
        (?:ne (?:suis|serai|est)|n'est) plus (?:votre|l'|en charge|responsable)
            [^!?\n]{0,30}(?:interlocut|contact|charge|responsable|personne|poste)
        (?:ai|a) (?:\w{1,12} )?(?:pris|rejoint|integre|accepte|occupe) (?:de nouvelles fonctions|
            d'autres fonctions|un (?:autre|nouveau) (?:service|poste|departement|site|emploi|
            employeur)|une (?:autre|nouvelle) (?:societe|entreprise|equipe|direction))
        nouveaux horizons\b|(?:nouvelles?|autres) aventures?\b|nouvelles fonctions\b
        (?:ai|a|avons) (?:\w{1,14} )?cesse (?:\w{1,12} )?(?:mon|son|notre|toute?|leur) (?:activit|
            fonction)|(?:a|ai) ete mutee?\b
        (?:je )?quitte (?:definitivement|ce jour|officiellement)[ ]
        (?:fait|faire) valoir (?:mes|ses) droits|(?:partie?|partir) (?:a la|en) (?:retraite|
            preretraite)
        """
    ),
    "mailbox": words_of(
        r"""
        (?:n'utilise|n'utilisons|ne consulte|ne consultons|ne releve|n'ai acces a) plus
            [^!?\n]{0,12}(?:adresse|boite|compte|messagerie|e-?mail|courriel)
        (?:utiliser|utilisez|ecrire|ecrivez|envoyer|adresser) (?:\S{1,14} ){0,4}(?:l'|a l'|la |
            ma |notre |cette |a ma |a notre )(?:nouvelle )?adresse(?: mail| suivante| ci-dessous|
            \b)|veuillez (?:dorenavant|desormais) (?:ecrire|utiliser|adresser)
        carnets? d'adresses?\b[^!?\n]{0,20}jour|(?:modifier|actualiser|changer|corriger) (?:vos|
            votre) (?:contacts?|carnet|repertoire|coordonnees|fichiers?)|(?:changeons|
            avons change) de (?:nom de )?(?:domaine|adresse|messagerie)
        voici (?:ma|notre) nouvelle adresse (?:\w{0,10} ?)?(?:mail|electronique|courriel|e-mail|:|⟦)
        """
    ),
    "received": words_of(
        r"""
        (?:j'accuse|accuse|accusons) (?:bonne )?reception|(?:nous )?prenons en charge (?:votre|
            toute)|bonne note de (?:votre|ce)\b(?! (?:offre|proposition|presentation|tarif))|
            entre de bonnes mains
        (?:un|une|nos?|notre) (?:conseillere?s?|agent|gestionnaire|collaborat\w{1,6}|charge\w{0,2}|
            equipes?|services?|technicien\w{0,2})\b[^!?\n]{0,40}\b(?:va|vont|traite|prendra|
            repondra|contactera|reviendra|recontactera)\b
        votre (?:\w{1,12} )?(?:message|mail|courriel|requete|demande|formulaire|candidature|dossier|
            inscription|reservation|commande)\b[^!?\n]{0,30}(?:soumise?|envoyee?|transmise?|
            sauvegardee?|retenu toute|sera (?:etudie|examine|traite)|ete pris)
        (?:un|le|votre) (?:ticket|dossier|billet)\b[^!?\n]{0,20}(?:ete (?:ouvert|cree)|
            porte le numero|est le|:)|
            (?:votre|le) numero de (?:suivi|reference|dossier|ticket|demande)\b
        bien recu,? (?:nous (?:revenons|reviendrons)|votre (?:message|demande|mail))
        """
    ),
    "declares": words_of(
        r"""
        ^(?:message|avis|notification|courriel|reponse|notice) d'(?:absence|accuse)|
            ^accuse (?:de|automatique)|(?:genere|envoye|emis|produit)e? par (?:un robot|
            un automate|notre systeme|le systeme|un systeme)|(?:ici|je suis) (?:le|un)
            [ ](?:repondeur|robot|assistant)\b
        """
    ),
    "automated": words_of(
        r"""
        (?:toute |les )?reponses? (?:a|envoyees? a) (?:ce|cette|cet|ces) [^!?\n]{0,40}
            (?:sans suite|pas lue|pas traite|pas consult|ignore|ne (?:sera|seront))
        (?:inutile|pas la peine|pas necessaire) (?:de|d'y) repondre
        """
    ),
    "whom": words_of(
        r"""
        (?:se tien(?:t|nent)|reste(?:nt)?|demeure(?:nt)?|sera|est|sont) (?:\w{1,12} )?a (?:votre|
            vos|ta) (?:entiere )?(?:disposition|cotes)|
            (?:secretariat|standard|accueil|equipe|collegues?|service)\b[^!?\n]{0,20}
            (?:reste|demeure|est|sont|restent) (?:\w{1,10} )?(?:joignable|disponible|la pour)
        (?:priere|merci|bien vouloir|veuillez|invite a|pouvez) (?:de |aussi |egalement )?
            (?:communiquer|voir|vous mettre en contact|prendre contact) avec
        (?:peut|peuvent|pourra|pourront|saura|sauront) (?:vous|t') ?(?:aider|renseigner|repondre|
            assister|orienter|depanner|epauler)|se (?:fera|feront) un plaisir|
            (?:voyez|passez|parlez-en|adressez-vous|tournez-vous) (?:avec|par|a|vers|aupres)
            [ ](?:le|la|l'|mon|ma|un|notre)\b
        mon (?:back-?up|binome|remplacant|relais|adjoint|successeur)|ma (?:remplacante|suppleante|
            binome|successeure|collegue)\b[^!?\n]{0,30}(?:est|:|prend|assure|traite|repond|gere)|
            (?:me|nous) remplac\w{1,4}\b|(?:prend|prennent|prendra|assure|assurera|assurent)
            [ ](?:le relais|la releve|l'interim|ma suppleance|la continuite|la permanence)
        (?:ne peut|ne peuvent|ne pouvez) (?:pas |vraiment pas )?attendre|si (?:c'est|cela est|
            ca) (?:\w{1,12} )?(?:urgent|presse|brule)|en cas (?:d'extreme|de grande|de reelle)
        (?:medecin de garde|pharmacie de garde|garde medicale|astreinte|numero d'urgence|
            numero vert|
            permanence telephonique)\b
        """
    ),
    "later": words_of(
        rf"""
        (?:une )?(?:reponse|suite) (?:vous )?(?:sera|parviendra|arrivera|vous sera)\b|
            (?:reponse|traitement|suite)s? (?:des |a |apres )(?:mon|notre) retour|
            (?:reponse|reponses|delais?|traitement)\b[^!?\n]{{0,40}}(?:allonge|rallonge|differe|
            plus longs?|\d (?:jours|heures|semaines)|ouvres|ouvrables|tarder)
        sera(?:i|s)? (?:lue?|traitee?|consultee?) (?:a|des|apres|lors)|merci de (?:votre patience|
            patienter|bien vouloir patienter)|patientez|un peu de patience
        (?:lirai|lirons|repondrai|traite|traitons|traiterai|reponds|repondons|consulterai|
            consulte)\b[^!?\n]{{0,20}}\b(?:{_MAIL}|demandes?)\b[^!?\n]{{0,24}}\b(?:lundi|mardi|
            mercredi|jeudi|vendredi|retour|rentree|(?:deux|une|\d) fois|ordre|fur et a mesure|
            des|apres|le \d|a partir)
        (?:ferai|ferons|fais|faisons) (?:de mon|de notre|tout mon|notre|mon) (?:mieux|possible)
            (?: pour (?:vous )?(?:re|trait)\w{{1,6}})?|par ordre d'arrivee|
            (?:inutile|merci de ne pas|ne pas) (?:de )?(?:me |nous )?(?:relancer|renvoyer)|
            a tres vite\b|a (?:la rentree|mon retour|notre retour)\b|
            tout mettre en (?:ae|oe)uvre|mettent? tout en oeuvre|
            communiquer(?:ai|ons) avec (?:vous|toi)|(?:vous|te) (?:lirai|lis) (?:a|des|lundi)
        """
    ),
    "no access": words_of(
        rf"""
        (?:consulte|consulterai|lis|lirai|releve|releverai|regarde|regarderai|verifie)\b
            [^!?\n]{{0,20}}\b{_MAIL}\b[^!?\n]{{0,30}}(?:irreguli|occasionnel|ponctuel|rarement|
            de temps|sporadi|peu|de facon|de loin|une fois|qu'a|episodi|partiel)
        (?:mes|vos|les|vos) {_MAIL}\b[^!?\n]{{0,30}}(?:sporadi|irreguli|rarement|redirige|
            transfere|pas (?:lu|releve|redirig|transf))|(?:mon |un )?acces (?:a \S{{1,14}} |
            aux \S{{1,14}} |internet ){{0,2}}(?:sera|est|reste) (?:tres |fortement )?(?:limit|
            restreint|reduit|difficile|aleatoire)
        (?:connexion|connection|reseau|couverture) (?:\w{{1,10}} )?(?:sera |est )?(?:\w{{1,8}} )?
            (?:limitee?|instable|aleatoire|faible|incertaine?|intermittente)|(?:pas|sans|ni|
            peu) (?:de )?(?:reseau|connexion|internet|wifi|ordinateur|portable|ordi|couverture)\b
        (?:difficilement|peu|moins|rarement|pas facilement|partiellement) (?:joignable|disponible|
            accessible)|(?:telephone|portable|ordinateur)\b[^!?\n]{{0,14}}(?:sera|est|reste)
            [ ](?:coupe|eteint|ferme|en mode)
        """
    ),
    "back": words_of(
        r"""
        (?:reprends|reprenons|reprise|reprendra)\b[^!?\n]{0,40}(?:travail|poste|service|activit|
            le \d|lundi|mardi|mercredi|jeudi|vendredi|septembre|janvier)|
            (?:retrouve|retrouvons|retrouvera)\b[^!?\n]{0,20}(?:\ble \d|rentree|septembre|
            janvier|des le)|rendez-vous a la rentree
        """
    ),
    "thanks": words_of(
        r"""
        (?:merci|remerci\w{1,4})\b[^!?\n]{0,30}(?:pris contact|prise de contact|ecrit|contactee?s?|
            sollicite|pris le temps|adresse votre|envoi|lettre|fidelite)\b
        """
    ),
    "hours": words_of(
        r"""
        (?:secretariat|accueil|boutique|standard|bureaux?|agence|magasin|mairie|guichet|cabinet|
            service|permanence|bibliotheque|telephone)\b[^!?\n]{0,40}(?:ouverte?s?\b|fonctionne|
            de \d{1,2} ?h|joignable)(?![^!?\n]{0,30}(?:contrat|dossier))
        (?:joignables?|ouverts?|disponibles?|presents?) (?:\w{1,12} )?(?:de|du|entre) (?:\d|lundi|
            mardi)|heures d'affaires|heures ouvrables|(?:lun|mar)\w{0,3}\.? ?[-–a] ?(?:ven|sam|jeu)|
            (?:de )?\d{1,2} ?h(?: ?\d\d)? ?(?:-|–|a) ?\d{1,2} ?h|en dehors (?:de nos|des)
            [ ](?:heures|horaires)
        """
    ),
    "elsewhere": words_of(
        r"""
        (?:prenez|prendre|pris|prise de) (?:un )?rendez-vous (?:en ligne|sur|via|par|:)|
            prendre rendez-vous\b[^!?\n]{0,4}:|rendez-vous sur (?:notre|le|la|nos)\b|
            suivez-nous|(?:suivre|consulter) (?:l'etat de |l'avancement de )?votre (?:demande|
            dossier|commande)|espace (?:client|personnel|adherent|membre)
        (?:informations?|reponses?|renseignements?|formulaires?)\b[^!?\n]{0,30}(?:sur notre|
            se trouvent|trouverez|en ligne|disponibles sur)|vous trouverez (?:\w{1,12} ){0,4}
            (?:sur|dans) (?:notre|la|nos)|(?:modifier|changer) l'objet|rgpd|
            donnees (?:personnelles|sont traitees)|(?:rappeler|indiquer|mentionner|preciser)
            [ ](?:votre|le|ce) (?:numero|reference)
        """
    ),
    "courtesy": words_of(
        r"""
        bonnes? (?:fetes|vacances|rentree|continuation|reception)|(?:bel|belle|bon|excellente?|
            joyeuse?s?|heureuse?) (?:ete|journee|semaine|annee|fetes|noel|paques|weekend|week-end|
            rentree|fin|apres-midi|soiree|et heureuse)|souhaite (?:\w{1,10} )?(?:une|un|de|d')|
            au plaisir de vous|prenez soin|bien (?:a vous|le bonjour|amicalement)|
            (?:avec|tous) (?:mes|nos) (?:remerciements|excuses)|amicalement|bien cordialement|
            la direction|le secretariat\b$|l'equipe\b
        """
    ),
}
