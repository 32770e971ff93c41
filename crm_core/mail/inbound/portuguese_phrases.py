"""What automatic replies are made of in Portuguese, as it is written in Portugal and in Brazil,
beside the phrases of all languages.

By the names of `letter_kinds.Kind`; for sentences that are folded and lowered (`regions.told_by`),
each phrase from the beginning of a word.
"""

from crm_core.mail.inbound.phrases import words_of

_MAIL = r"(?:e-?mails?|mails?|mensage(?:m|ns)|correio|caixa)"
_SELDOM = (
    r"(?:esporadic|de vez em|ocasional|raramente|pontual|irregular|uma vez|duas vezes|so\b|"
    r"apenas|a noite|pouco)"
)
_DAYS = r"(?:segundas?|tercas?|quartas?|quintas?|sextas?|sabados?)(?:-feiras?)?"

PORTUGUESE = {
    "absent": words_of(
        rf"""
        (?:as |a |aos |na )?{_DAYS}(?: a tarde| e \w{{5,8}})? (?:eu )?nao (?:trabalho|estou|
            trabalhamos)|nao trabalho (?:as|a|aos|na|nas) {_DAYS}|(?:trabalho|trabalha) em
            [ ](?:meio periodo|regime parcial|part)|trabalho a tempo parcial
        hoje e (?:\w{{1,8}} )?(?:feriado|dia santo|ponto facultativo)|(?:nao havera|nao ha|
            nao teremos|
            sem) (?:expediente|atendimento|servico)\b|(?:devido|por motivo|em virtude|por conta|
            em razao)\b[^!?\n]{{0,30}}(?:feriado|luto|mudanca|inventario|saude|doenca|falecimento|
            ferias|recesso)\b[^!?\n]{{0,40}}(?:ausente|fechad|encerrad|nao (?:havera|estarei|
            teremos|poderei|funcion)|indisponi)
        (?:estou|estarei|estamos|estaremos|ando) (?:\w{{1,10}} )?(?:no (?:exterior|estrangeiro)|
            em lua de mel|em repouso|em recuperacao|desligad[oa] ate|desconectad|em audiencia|
            em reunioes? (?:o dia|toda|ate|todo)|num[a]? (?:feira|congresso|formacao|conferencia|
            evento)|em gozo|na praia|em ponte|em retiro)
        (?:tirei|vou tirar|tiro|tirarei|tiramos|gozo|gozarei) (?:\w{{1,8}} ){{0,3}}(?:descanso|
            folga|
            ferias|licenca|pausa|recesso)(?! (?:na proxima|semana que))|(?:sai|saimos|fui|fomos|
            parti) (?:de ferias|a praia|para ferias|viajar|para a praia|de licenca)|
            (?:fechamos|encerramos|encerraremos|fecharemos) (?:de \d|para ferias|para balanco|
            para o|entre|ate|no dia|as)\b|
            (?:escola|camara|loja|consultorio|clinica|sede|junta|oficina|hotel|secretaria|
            biblioteca|prefeitura|cartorio|faculdade|agencia)\b[^!?\n]{{0,40}}(?:encerrad[oa]|
            fechad[oa]|encerra\b|fecha\b)(?! (?:o |um )?(?:contrato|acordo))
        (?:ferias|fora|ausente),? (?:finalmente|ate|de \d)|finalmente (?:de )?ferias|
            (?:fazemos|faco|faremos) ponte\b(?! entre)
        """
    ),
    "left": words_of(
        r"""
        (?:o )?(?:meu|seu) (?:contrato|vinculo|estagio|mandato|ciclo)\b[^!?\n]{0,20}(?:termin|
            encerr|cess|acab|finaliz|conclui)\w{0,4}\b|(?:encerrei|conclui|finalizei) (?:o )?meu
            [ ](?:ciclo|trabalho|contrato|periodo)
        (?:mudei|mudou) de (?:departamento|area|setor|empresa|funcoes)|(?:assumi|aceitei|iniciei|
            abracei) (?:um |uma )?(?:nov[oa]s?) (?:desafio|projeto|funcao|cargo|etapa)\w?|
            novos desafios (?:profission|fora)|parti para novos|ja nao (?:exerco|exerce|sou|ocupo)
            [ ](?:\w{1,5} )?(?:est[ae]s?|funco|func|respons|cargo|colaborador)
        nao (?:sou|e) mais (?:\w{1,3} )?(?:responsavel|colaborador\w?|funcionari[oa]) (?:por est|
            pela area|desta|da empresa|pelo setor)|(?:cessei|cessou) (?:\w{1,6} )?funcoes|
            (?:empresa|loja|firma) (?:encerrou|cessou) (?:a |as )?(?:sua )?(?:atividade|actividade)
        """
    ),
    "mailbox": words_of(
        r"""
        (?:mudei|mudamos|mudou|troquei|trocamos|alterei) de (?:e-?mail|dominio|endereco|correio|
            conta)|(?:nao (?:uso|utilizo|leio|consulto|acesso|usamos) mais|ja nao (?:uso|utilizo|
            leio|consulto|usamos|utilizamos)) (?:est[ea]|o|a) (?:endereco|e-?mail|conta|caixa|
            correio)
        (?:est[ea]|a|o) (?:e-?mail|endereco|caixa|conta)(?: de \w{3,9})? (?:\w{1,6}-se )?(?:e |
            serve |destina-se )?(?:apenas|somente|unicamente|exclusivamente) (?:ao|para|a) (?:o )?
            envi|passe a (?:escrever|utilizar|usar|enviar)\b|(?:favor|por favor,?|queira) (?:atualiz
            |actualiz)\w{1,3}\b
        """
    ),
    "received": words_of(
        r"""
        (?:sua|seu|tua|teu|vossa|o|a) (?:\w{1,6} )?(?:mensagem|pedido|solicitacao|candidatura|
            chamado|inscricao|reclamacao|processo|requerimento|manifestacao|reserva)\b
            [^!?\n]{0,30}(?:na fila|em fila|recebid|a ser (?:tratad|analisad|processad)|
            enviad[oa] com|protocolad|em andamento|em tratamento)
        (?:confirmo|confirmamos|acuso) (?:o |a )?(?:recebimento|rececao|recepcao|recebida)|
            (?:ja )?recebi (?:a |o )?(?:sua|seu|tua|teu) (?:mensagem|e-?mail|contato|contacto)|
            mensagem enviada com sucesso|(?:tomamos|tomei) (?:\w{1,4} )?nota d[ao] (?:sua|seu)
            [ ](?:mensagem|pedido|e-?mail|contato)|numero d[oe] (?:\w{1,4} )?(?:protocolo|processo|
            chamado|ticket|pedido|atendimento)
        """
    ),
    "declares": words_of(
        r"""
        ^(?:aviso|mensagem|notificacao|resposta|nota) de (?:ausencia|ferias)|
            (?:enviad|gerad|emitid)[oa] (?:pelo|por um|por) (?:\w{1,5} )?(?:sistema|robo|servidor)
        """
    ),
    "automated": words_of(
        r"""
        (?:as )?respostas (?:a|enviadas (?:a|para)) est[ea] [^!?\n]{0,30}nao (?:sao|serao)|
            favor nao responder|(?:pede-se|pedimos|solicitamos|agradecemos) que nao responda
        """
    ),
    "whom": words_of(
        r"""
        (?:minh?a|meu|nossa|nosso|a|o|um) (?:\w{1,8} )?(?:colegas?|equipe|equipa|assistente|
            secretaria|substitut[oa]|time)\b[^!?\n]{0,30}(?:dispor|ajudar|disposicao|atender|
            responder|podera|auxiliar|a frente das)\w{0,3}|(?:meu|minha) (?:substitut[oa]|backup|
            back-up|suplente) (?:e|sera|:)
        (?:serei|sou|fui|estarei|estou) (?:a ser )?(?:substituid[oa]|representad[oa]) (?:por|
            pel[oa])|
            (?:substitui|cobre|representa)-(?:me|nos)|me (?:cobrindo|substitui\w{0,4}|cobre)|
            (?:responde|assina|atende|fica|ficara) (?:\w{1,10} )?(?:por mim|no meu lugar|
            em meu lugar)|minhas (?:demandas|funcoes|tarefas|atividades)\b[^!?\n]{0,20}(?:com|pel|
            assum|passa|fica)
        (?:se|caso) (?:\w{1,8} )?(?:nao )?(?:for|seja|puder|possa) (?:\w{1,8} )?(?:urgente|esperar|
            aguardar)|(?:o )?novo (?:contacto|contato|interlocutor|responsavel) (?:e|sera)\b|
            (?:qualquer|toda|alguma) (?:duvida|urgencia|coisa|questao|necessidade|emergencia)\b
            [^!?\n]{0,24}(?:fal|cham|lig|contat|contact|whats|com |procur|escrev)
        (?:copie|copiar|reencaminhe|encaminhe|reenvie) \S{1,4} ?(?:\S{1,8} )?(?:\w{1,4} )?(?:minha|
            meu|nossa|para|assistente|colega)|(?:mantem-se|continua|permanece|estamos|fica) a
            [ ](?:sua|vossa) (?:inteira )?disposicao|para (?:assuntos|questoes|temas|duvidas)
            [ ](?:\w{3,16}):|queira (?:contactar|contatar|dirigir)
        """
    ),
    "later": words_of(
        rf"""
        (?:lerei|leremos|respondo|respondemos|verei|responderei)\b[^!?\n]{{0,30}}(?:{_MAIL})\b
            [^!?\n]{{0,24}}(?:quando|no (?:meu )?regresso|vezes|ordem|assim|apos|na volta|segunda)|
            (?:prazo|tempo) (?:medio )?de (?:resposta|atendimento|retorno|espera)|
            por ordem de (?:chegada|rececao)
        aguarde (?:o |um |pelo )?(?:nosso|meu|contato|contacto|retorno de|por)(?! diretor)|
            (?:quando|
            assim que|logo que|mal|apos) (?:eu )?(?:regress|volt|retorn|cheg)\w{{1,4}},?
            [ ](?:te |lhe )?(?:respond|retorn|entr)\w{{1,4}}|(?:farei|faremos) (?:todo )?o possivel|
            (?:te|lhe) (?:retorno|respondo) (?:na|no|em|assim|quando|segunda|apos)|
            (?:peco|pedimos|agradec\w{{2,4}})\b[^!?\n]{{0,14}}(?:paciencia|compreensao e paciencia)
        """
    ),
    "no access": words_of(
        rf"""
        (?:vejo|verei|leio|lerei|consulto|consultarei|verifico|acesso|verificarei|checo)\b
            [^!?\n]{{0,14}}\b{_MAIL}\b[^!?\n]{{0,24}}{_SELDOM}|(?:so|apenas|raramente) (?:vejo|leio|
            consulto|verei|acesso)\b[^!?\n]{{0,10}}{_MAIL}
        (?:sem|pouco|com pouco|nao (?:ha|tenho|terei)) (?:acesso a )?(?:internet|sinal|computador|
            rede|cobertura|wi-?fi|notebook|portatil)\b|(?:celular|telemovel|telefone|computador)\b
            [^!?\n]{{0,16}}(?:desligad|silencio|em casa)|(?:ligacao|conexao|cobertura|rede)\b
            [^!?\n]{{0,24}}(?:limitad|fraca|instavel|reduzid|ruim)|(?:dificilmente|pouco|
            parcialmente) (?:estarei |estou )?(?:contactave|disponive|acessive|localizave)\w{{1,2}}
        """
    ),
    "back": words_of(
        r"""
        (?:volto|voltamos|voltaremos|retomo|retomamos|retomarei|retomaremos|regressamos)\b
            [^!?\n]{0,24}(?:\d|segunda|terca|quarta|quinta|sexta|trabalho|atividades|atendimento|
            setembro|janeiro|fevereiro)|vemo-nos (?:em \w{4,9}(?:bro|iro|rco|ril|ho|aio)\b|
            na volta)|
            ^ate (?:setembro|janeiro|fevereiro|segunda|terca|para a semana|a proxima)
        """
    ),
    "thanks": words_of(
        r"""
        (?:valeu|obrigad[oa]|agradec\w{2,4}|grat[oa])\b[^!?\n]{0,24}(?:mensagem|e-?mail|preferencia|
            contato|contacto|escrever|contactar|contatar)(?! mas)
        """
    ),
    "hours": words_of(
        r"""
        (?:abertos?|aberta|funciona|funcionamos|atendemos|atende|atendimento) (?:\w{1,10} )?(?:das|
            de|entre) (?:as )?(?:\d|segunda)|dias uteis\b|seg(?:unda)?\.? ?(?:-|a) ?sex|
            fora do (?:nosso )?horario
        """
    ),
    "elsewhere": words_of(
        r"""
        (?:marcar|agendar|solicitar|marque|agende) (?:\w{1,10} )?(?:online|pelo site|no site|
            pelo portal)|siga-nos|nos siga|(?:altere|alterar|mude) o assunto|(?:mais )?informacoes
            [ ](?:no|em|pelo) (?:\w{1,5} )?(?:site|portal|⟦)|(?:baixe|descarregue) (?:o )?(?:nosso|a
            [ ]nossa) ?(?:app|aplicativo|aplicacao)?|(?:acompanhe|acompanhar|consulte) (?:\w{1,2} )?
            (?:seu )?(?:pedido|chamado|status|estado|processo)|central de ajuda|
            (?:indique|informe|mencione) o (?:numero|protocolo|n)
        """
    ),
    "courtesy": words_of(
        r"""
        (?:boas|bom|bons|boa|otimo|excelente|feliz) (?:ferias|festas|fim|natal|ano|pascoa|feriado|
            descanso|semana|carnaval)|tudo de bom|fico a disposicao|desejo-lhe|ate ja|prospero ano|
            a direcao\b$|att\b
        """
    ),
}
