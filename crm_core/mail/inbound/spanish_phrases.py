"""What automatic replies are made of in Spanish, as it is written in Spain and in Latin America,
beside the phrases of all languages.

By the names of `letter_kinds.Kind`; for sentences that are folded and lowered (`regions.told_by`),
each phrase from the beginning of a word.
"""

from crm_core.mail.inbound.phrases import words_of

_MAIL = r"(?:correos?|e-?mails?|mails?|mensajes?|buzon|bandeja)"
_SELDOM = (
    r"(?:esporadic|ocasional|de vez en|rara vez|con poca|puntual|irregular|dos veces|una vez|"
    r"intermitent|poco\b|solo\b|por la (?:manana|noche))"
)
_DAYS = r"(?:lunes|martes|miercoles|jueves|viernes|sabados|domingos)"

SPANISH = {
    "absent": words_of(
        rf"""
        (?:sali|salgo|me fui|nos fuimos|me voy|ando|andamos|estoy|estamos|estare) (?:\w{{1,10}} )?
            (?:de vacaciones|de vacasiones|de puente|de receso|de asueto|de feriado|de licencia|
            a la playa|a la montana|de descanso|de fiesta|de luna de miel|de excedencia)
            (?! (?:el|la semana|manana|la proxima))
        (?:me tomo|nos tomamos|me he tomado|me tome|tomare|tomaremos|hago uso de|hare uso de|
            gozo de|gozare de|gozando de|disfruto de)\b[^!?\n]{{0,30}}\b(?:dias?|descanso|respiro|
            vacaciones|licencia|permiso|pausa|tiempo)\b
        (?:los |el )?{_DAYS} (?:por la tarde |y \w{{5,9}} )?no (?:trabajo|trabajamos|estoy|estamos)
            \b|jornada (?:reducida|parcial)\b|media jornada\b|
            estoy (?:con|en|por) (?:incapacidad|reposo|cuarentena|licencia|excedencia)
        hoy es (?:\w{{1,8}} )?(?:feriado|festivo|asueto|fiesta|dia no laborable|inhabil)|por ser
            [ ](?:feriado|festivo)|(?:por|con motivo de\w?) (?:\w{{1,4}} )?(?:asueto|feriado|
            festivo|
            mudanza|inventario|traslado|vacaciones|duelo|fallecimiento|enfermedad|cierre|
            motivos? (?:de salud|personal\w{{0,2}}|familiar\w{{0,2}}|medicos?))\b[^!?\n]{{0,60}}
            (?:cerrad|sin atencion|ausente|no (?:podre|estare|habra|abrimos|estaremos|atendemos))
        (?:cerramos|cerrado|cerrada|cerrados|cerraremos) (?:por|hasta|del|desde|durante|el dia)\b
            (?! (?:ese|este|un|el) (?:trato|acuerdo))|
            (?:colegio|escuela|instituto|ayuntamiento|consulta|clinica|taller|hotel|sede|
            secretaria|biblioteca|municipalidad|estudio|sucursal|negocio|universidad|museo)\b
            [^!?\n]{{0,40}}(?:cerrad[oa]|cierra)\b(?! (?:el|un) (?:acuerdo|trato))
        (?:estoy|estare|me encuentro|ando|andare) en el (?:extranjero|exterior)|
            fuera (?:hasta|del \d|esta semana|por)|vacaciones (?:por fin|hasta|del)\b|
            recargando (?:las )?(?:pilas|energias|baterias)|
            (?:estoy|estamos|estaremos|estara) sin (?:servicio|atencion)|sin atencion (?:hasta|del|
            el)|dia no laborable|dias inhabiles
        """
    ),
    "left": words_of(
        r"""
        (?:mi|su) (?:relacion laboral|contrato|vinculo laboral|practica|pasantia|
            etapa en (?:la empresa|\w{3,14}))
            [ ](?:\w{1,10} )?(?:termin|finaliz|conclu|acab|extingui|llego a su fin)\w{0,3}
        (?:he cambiado|cambie|ha cambiado|me he cambiado) de (?:departamento|area|puesto|empresa|
            trabajo|funciones)|(?:deje|dejo|he dejado|ha dejado|dejara) (?:mi|el|su|la|de)
            [ ](?:cargo|puesto|empresa|compania|organizacion|institucion|prestar)
        (?:emprend|inici|comenz|asum|afront)\w{1,5} (?:\w{1,3} )?(?:nuevos?|nuevas?) (?:reto|etapa|
            proyectos? profesional|desafio|rumbo|camino)\w?|nuevos retos profesional
        no (?:formo|forma) parte (?:ya )?de|(?:fue|ha sido|fui) desvinculad[oa]|
            (?:se ha|me he|se) retirado de|(?:caus(?:o|e)|ha causado) baja|
            ces(?:o|e) (?:su|mi|la|en) (?:actividad|funciones|operaciones)|
            (?:termine|termino|finalice|finalizo) (?:mi|su) (?:relacion|etapa|vinculo)
        """
    ),
    "mailbox": words_of(
        r"""
        (?:esta|este|la|el|mi|nuestr[oa]) (?:\w{1,12} )?(?:direccion|correo|cuenta|casilla|
            buzon|email|mail|dominio)\b[^!?\n]{0,40}(?:desuso|no admite|no acepta|no recibe|
            solo para|solo envia|cambio\b|ha cambiado|cambia\b|no existe|no (?:es|sera) leid|
            unicamente|deshabilit|dada? de baja|sin supervision)
        (?:he cambiado|cambie|cambiamos|hemos cambiado|cambio|cambiaremos) de (?:correo|direccion de
            [ ]correo|email|mail|dominio|cuenta)
        ya no (?:uso|reviso|utilizo|leo|consulto|usamos|atiendo|tengo acceso a) (?:est[ea]|el|la|
            mi) (?:direccion|correo|cuenta|buzon|casilla|email|mail)
        (?:escrib|escriban|envien|dirijan|remit|envie)\w{0,4}\b[^!?\n]{0,30}
            (?:nueva direccion|nuevo correo)|actualiz\w{1,4} (?:\w{1,8} )?(?:agenda|contactos?|
            libreta|registros)
        """
    ),
    "received": words_of(
        r"""
        (?:su|tu|la|el|vuestr[oa]) (?:\w{1,12} )?(?:solicitud|consulta|peticion|caso|requerimiento|
            tramite|candidatura|postulacion|reclamo|reclamacion|mensaje|correo|pedido|
            reserva|inscripcion|formulario|queja)\b[^!?\n]{0,40}(?:ingresad|derivad|asignad|en cola|
            canalizad|turnad|remitid|recibid|enviad[oa] (?:correct|con exito)|tramit|
            radicad|recepcionad|siendo (?:atendid|procesad|revisad))
        (?:hemos|se ha|se) (?:abierto|generado|creado|levantado) (?:un|el|su) (?:ticket|caso|folio|
            reporte|incidencia)|(?:numero|no\.?|nro\.?) de (?:folio|radicado|tramite|incidencia|
            referencia|seguimiento)|folio (?:numero )?\W?\d
        (?:tomamos|hemos tomado|tomo) nota de (?:su|tu) (?:mensaje|correo|solicitud|consulta)|
            ya tenemos (?:tu|su) (?:mensaje|correo|solicitud)
        (?:un|una|uno|nuestr[oa]s?|el) (?:de nuestr[oa]s )?(?:asesor\w{0,3}|ejecutiv\w{1,2}|
            agentes?|representantes?|operador\w{0,3}|equipo|analista)\b[^!?\n]{0,30}(?:comunicara|
            contactara|respondera|atendera|pondra|revisara)
        """
    ),
    "declares": words_of(
        r"""
        ^(?:aviso|mensaje|notificacion|respuesta|nota) de ausencia|^acuse de (?:recibo|recepcion)|
            (?:soy|le (?:responde|escribe|contesta)|te (?:responde|contesta|escribe)) (?:un|el|una)
            [ ](?:contestador|robot|sistema|asistente virtual|respuesta|maquina|bot)
        """
    ),
    "automated": words_of(
        r"""
        (?:los |las )?(?:correos|mensajes|respuestas|emails) (?:\w{1,10} )?(?:a|en) (?:este|esta)
            [^!?\n]{0,30}no (?:se|son|seran) (?:contest|respond|leid|le[ae]n|atend|revis)|
            (?:favor de|sirvase|le rogamos|rogamos|absten\w{1,5}) (?:de )?(?:no )?(?:responder|
            contestar) (?:a )?(?:est|al)
        """
    ),
    "whom": words_of(
        r"""
        (?:mi|nuestr[oa]|un|la|el) (?:companer[oa]s?|colegas?|equipo|asistente|secretaria|
            reemplazo|sustitut[oa])\b[^!?\n]{0,30}(?:atender|ayudar|seguira|queda|esta(?:ra|n)?
            (?: a su)? disp|responder|puede|pueden|resolver|encarg)\w{0,4}
        (?:cualquier|toda|alguna) (?:duda|cosa|consulta|urgencia|asunto|tema|necesidad|emergencia|
            cuestion|pregunta)\b[^!?\n]{0,30}(?:comunic|contact|llam|escrib|whatsapp|al \w|dirig|
            ayudar|con \w|:)|para cualquier (?:necesidad|urgencia|duda|cosa)|en caso de (?:duda|
            urgencia|emergencia|necesit)
        (?:me|le|nos) (?:sustituy|reemplaz|cubr|supl|releva)\w{1,5}\b|queda(?:ra|n|ran)? a cargo|
            (?:a|al) cargo de (?:mis|mi|la|las)|mis (?:tareas|funciones|temas|clientes|asuntos)
            [ ](?:las? |los? )?(?:asum|llev|atiend|queda|gestion|cubr)\w{1,4}|
            (?:con gusto|gustosamente) (?:le|te|los) (?:atend|ayud)\w{1,5}
        (?:queda|esta|quedamos|seguimos|estamos|siguen) a (?:su|tu|vuestra) (?:entera )?disposicion|
            (?:su|tu) nuevo (?:contacto|interlocutor|ejecutivo|asesor)|contacto (?:alterno|
            alternativo|de emergencia)|(?:marque|marca|acuda|acudir) (?:a|al|la|el)\b
        (?:copie|copien|reenvie|reenvien|reenvia|copia)\b[^!?\n]{0,40}(?:a mi|a nuestr|asistente|
            companer|colega|⟦)|para (?:temas|asuntos|cuestiones|consultas|soporte)\b[^!?\n]{0,40}
            (?::|marque|escrib|contact|dirig|⟦|\d{4})|(?:al|por|via) whatsapp
        (?:no puede|no pueden|si no puedes) esperar|si (?:es|fuera|fuese|resulta) (?:\w{1,8} )?
            urgente
        """
    ),
    "later": words_of(
        r"""
        (?:puede que|es posible que|probablemente) (?:\w{1,6} )?(?:tarde|demore|me retrase|
            tardemos)|(?:mi|la|las|mis|nuestra) respuestas?\b[^!?\n]{0,30}(?:retras|tard|demor|
            lent)|tiempos? de (?:respuesta|espera|atencion)|
            (?:paciencia|pacientes?)\b(?<!sin paciencia)
        (?:ire|voy|iremos|vamos|estoy) (?:contest|respond)\w{1,5}|(?:contest|respond)(?:o|emos|
            amos)\b[^!?\n]{0,20}(?:orden de|correos|mensajes|al volver|de regreso)|
            por orden de (?:llegada|recepcion)|poco a poco
        (?:tendra|tendras|tendran|recibiras) (?:\w{1,8} )?(?:noticias|respuesta|contestacion)|
            haremos? lo posible|hare (?:todo )?lo posible|(?:apenas|al|cuando|nada mas|tras|
            luego de|despues de) (?:yo )?(?:regres|volv|vuelv|retorn|reincorpor)\w{1,5}
            [^!?\n]{0,20}(?:respond|contest|atend|leer)|(?:te|le|les|os) (?:respondo|contesto)
            [ ](?:al|a|apenas|cuando|en|despues|el)\b
        (?:dar|daremos|dare)(?:le)? seguimiento|me pondre al (?:dia|corriente)|
            (?:nos|me) (?:comunicaremos|comunicare|contactaremos|pondremos|pondre)\b
        """
    ),
    "no access": words_of(
        rf"""
        (?:reviso|revisare|miro|mirare|consulto|consultare|leo|leere|veo|vere|chequeo|chequeare)\b
            [^!?\n]{{0,16}}\b{_MAIL}\b[^!?\n]{{0,30}}{_SELDOM}|(?:solo|apenas|rara vez)
            [ ](?:reviso|miro|leo|consulto|contesto)\b[^!?\n]{{0,16}}{_MAIL}|
            (?:los|mis|sus) {_MAIL} no (?:se|seran|son|sera)|
            acceso (?:\w{{1,12}} )?(?:intermitente|esporadico|irregular|parcial|reducido|escaso)
        (?:sin|con poca|con mala|poca|no (?:hay|tengo|tendre)) (?:cobertura|senal|internet|conexion|
            conectividad|wifi|portatil|computadora|ordenador|laptop)\b|no (?:llevo|me llevo|traigo)
            [ ](?:\w{{1,4}} )?(?:portatil|ordenador|movil|celular|laptop|computadora)
        (?:mi )?(?:conexion|cobertura|senal|disponibilidad)\b[^!?\n]{{0,14}}(?:limitad|reducid|
            intermitent|escas|inestabl|mala)|(?:movil|celular|telefono)\b[^!?\n]{{0,14}}(?:apagad|
            desconect|silencio)
        """
    ),
    "back": words_of(
        r"""
        (?:estare|estaremos|estoy) (?:de nuevo |nuevamente |otra vez )?(?:operativ|de regreso|
            disponible|presente)\w{0,2} (?:el|a partir|desde|nuevamente)|reanud\w{1,6}|abr(?:imos|
            iremos|e) (?:de nuevo|otra vez|nuevamente)|nos (?:vemos|leemos|reencontramos)
            [ ](?:en (?:\w{3,10}bre|enero|febrero|marzo|abril|mayo|junio|julio|agosto)|a la vuelta|
            el (?:lunes|martes|proximo))
        """
    ),
    "thanks": words_of(
        r"""
        (?:gracias|agrade\w{2,7})\b[^!?\n]{0,40}(?:preferencia|dirigido|dirigirse|contacto|correo|
            e-?mail|ponerse|ponerte|comunicacion|visita|escribir)
        """
    ),
    "hours": words_of(
        r"""
        (?:abiertos?|abrimos|atendemos|atiende|atencion|abierta|cerramos) (?:\w{1,10} )?(?:de|a las|
            entre) (?:las )?(?:\d|lunes)|(?:l|lun)\.? ?[-a] ?(?:v|vie|j)\b\.?|dias habiles|
            horas? de (?:oficina|atencion|servicio)|(?:jornada|horario) laboral|fuera de (?:nuestro|
            mi|el) horario
        """
    ),
    "elsewhere": words_of(
        r"""
        (?:visite|visita|consulte|consulta|ingrese|ingresa|entra|acceda|accede)\b[^!?\n]{0,24}
            \b(?:web|portal|pagina|sitio|perfil|blog)\b|(?:pedir|solicitar|reservar|agendar|sacar)
            [ ](?:\w{1,6} )?(?:cita|turno|hora)(?: previa)? (?:en linea|en la web|online|en nuestra|
            por internet|a traves)
        siguenos|siganos|seguinos|(?:indique|indica|mencione|cite|incluya) (?:\w{1,5} )?(?:numero|
            folio|referencia)|(?:modifique|modificar|cambie|altere) el asunto|(?:mas|toda la)
            [ ]informacion (?:en|sobre)\b[^!?\n]{0,20}(?:web|pagina|sitio|portal|⟦)|
            (?:descargue|descarga|baje) (?:nuestra|la) app|consultar el estado
        """
    ),
    "courtesy": words_of(
        r"""
        que (?:tenga|tengas|pase|pases|disfrute|disfrutes)\b|quedo a sus ordenes|a sus ordenes|
            (?:felices|buen|buenas) (?:fiestas|pascuas|finde|verano|vacaciones|fin)|cuidese|cuidate|
            prospero|le deseo|les deseamos|un fuerte abrazo|la direccion\b$
        """
    ),
}
