"""What the people of the example cases wrote to each other by e-mail. All of it is invented."""

from typing import Final, NamedTuple


class Person(NamedTuple):
    """Somebody with an e-mail address."""

    name: str
    address: str


class Mail(NamedTuple):
    """An e-mail as it was written; `answers` is what stands quoted below it."""

    sender: Person
    to: Person
    moment: str  # ISO 8601, time of the Netherlands
    subject: str
    words: str
    answers: "Mail | None" = None


SANNE: Final = Person("Sanne van der Meulen", "sanne@vandermeulen.example")
SUPPORT: Final = Person("Zilverster Casino", "support@zilverster.example")
CHECKS: Final = Person("Zilverster Casino", "verificatie@zilverster.example")
COMPLAINTS: Final = Person("Klachten Zilverster Casino", "klachten@zilverster.example")
LUKASZ: Final = Person("Łukasz Wiśniewski", "lukasz@wisniewski.example")
REGISTER: Final = Person("Cruks", "noreply@cruks.example")
OFFERS: Final = Person("Polderwin", "aanbieding@polderwin.example")
SERVICE: Final = Person("Klantenservice Polderwin", "service@polderwin.example")
VAN_DAM: Final = Person("Van Dam, teamleider Polderwin", "vandam@polderwin.example")
POLDERWIN: Final = Person("Klachtenafdeling Polderwin", "klachtenafdeling@polderwin.example")

APPROVED: Final = Mail(
    CHECKS,
    SANNE,
    "2026-07-23T10:26",
    "Uw gegevens zijn goedgekeurd",
    """Beste Sanne van der Meulen,

Wij hebben uw documenten gecontroleerd: uw paspoort en uw bankafschrift. Uw gegevens zijn \
goedgekeurd. U hoeft niets meer te doen.

Uw uitbetaling WD-20260718-5531 is in behandeling.

Met vriendelijke groet,
Team Verificatie, Zilverster Casino""",
)
WHEN_PAID: Final = Mail(
    SANNE,
    SUPPORT,
    "2026-07-28T08:50",
    "Wanneer wordt WD-20260718-5531 uitbetaald?",
    """Beste klantenservice,

Op 25 juli zei Daan in de chat dat ik binnen 48 uur bericht krijg. De 48 uur zijn om. Ik heb \
niets gehoord.

Wanneer wordt WD-20260718-5531 uitbetaald? Het gaat om € 1.250,00.

Met vriendelijke groet,
Sanne van der Meulen
Gebruikersnaam: sanne_tulp""",
)
ASK_MANAGER: Final = Mail(
    SANNE,
    SUPPORT,
    "2026-08-07T10:30",
    "Re: Wanneer wordt WD-20260718-5531 uitbetaald?",
    """Beste klantenservice,

Op mijn e-mail van 28 juli kreeg ik geen antwoord. Intussen is de uitbetaling geannuleerd. Marek \
zei gisteren in de chat dat ik geen leidinggevende kan spreken.

Ik vraag nogmaals om contact met een leidinggevende. U kunt mij bellen of mailen.

Met vriendelijke groet,
Sanne van der Meulen
Gebruikersnaam: sanne_tulp""",
    WHEN_PAID,
)
COMPLAINT: Final = Mail(
    SANNE,
    COMPLAINTS,
    "2026-08-14T09:00",
    "Officiële klacht over uitbetaling WD-20260718-5531",
    """Geachte heer of mevrouw,

Dit is mijn officiële klacht. Op 18 juli 2026 vroeg ik om uitbetaling van € 1.250,00. Het nummer \
is WD-20260718-5531. Op 23 juli schreef u dat mijn gegevens zijn goedgekeurd. Op 4 augustus is de \
uitbetaling geannuleerd. Ik hoorde alleen: ‘onregelmatig spel’. Ik speelde zonder bonus.

Ik verzoek u om € 1.250,00 uit te betalen. Wilt u dat niet? Schrijf mij dan welke regel ik heb \
overtreden, wanneer, en in welke speelronde.

Ik vraag u om uw definitieve antwoord binnen 15 dagen. Mijn dossier met de bewijsstukken stuur ik \
mee als PDF.

Met vriendelijke groet,
Sanne van der Meulen
Lindehof 12, 1234 AB Voorbeeldstad
Gebruikersnaam: sanne_tulp""",
)
RECEIVED: Final = Mail(
    COMPLAINTS,
    SANNE,
    "2026-08-17T11:07",
    "Ontvangst van uw klacht ZS-48213",
    """Beste Sanne van der Meulen,

Wij hebben uw klacht ontvangen op 14 augustus 2026. Uw klachtnummer is ZS-48213.

Wij onderzoeken uw klacht. U krijgt binnen 15 dagen antwoord.

Met vriendelijke groet,
Klachtenafdeling Zilverster Casino""",
    COMPLAINT,
)
REJECTED: Final = Mail(
    COMPLAINTS,
    SANNE,
    "2026-09-02T16:24",
    "Ons antwoord op uw klacht ZS-48213",
    """Beste Sanne van der Meulen,

U diende een klacht in over uitbetaling WD-20260718-5531 van € 1.250,00. Uw klachtnummer is \
ZS-48213. Wij wijzen uw klacht af.

Wij hebben onregelmatig spel vastgesteld volgens artikel 9 van onze voorwaarden. De uitbetaling \
blijft geannuleerd. Dit is ons definitieve standpunt. U kunt het geschil voorleggen aan eCOGRA.

Met vriendelijke groet,
Mevrouw A. Borg
Klachtenafdeling, Zilverster Interactive Limited""",
)
REGISTERED: Final = Mail(
    REGISTER,
    LUKASZ,
    "2026-05-04T22:19",
    "Bevestiging van uw inschrijving in Cruks",
    """Beste Łukasz Wiśniewski,

U hebt zich ingeschreven in Cruks. Dit is de bevestiging van uw inschrijving.

Begin: 4 mei 2026, 22.17 uur
Duur: 12 maanden

Tijdens uw inschrijving kunt u niet deelnemen aan kansspelen bij aanbieders met een vergunning.

Dit bericht is automatisch gemaakt. U kunt het niet beantwoorden.""",
)
ADVERT: Final = Mail(
    OFFERS,
    LUKASZ,
    "2026-06-12T17:03",
    "We missen je, Łukasz! 50 gratis spins staan klaar.",
    """We missen je, Łukasz!

50 gratis spins staan klaar.

Log in met je oude account en speel vandaag nog.

Naar mijn spins: https://www.polderwin.example/terug

Je krijgt deze e-mail omdat je een account hebt: lukasz_w.

Polderwin Online B.V. Wat kost gokken jou? Stop op tijd. 18+""",
)
TO_SERVICE: Final = Mail(
    LUKASZ,
    SERVICE,
    "2026-07-06T09:05",
    "Leidinggevende spreken",
    """Beste klantenservice,

Ik sta sinds 4 mei 2026 in Cruks. Toch kon ik in juni drie keer geld storten, samen € 600,00. Kim \
kon op 2 juli niets zeggen over terugbetaling.

Ik wil een leidinggevende spreken over de stortingen van juni. Mijn nummer is 06 00 00 00 01.

Met vriendelijke groet,
Łukasz Wiśniewski
Gebruikersnaam: lukasz_w""",
)
PROMISED: Final = Mail(
    SERVICE,
    LUKASZ,
    "2026-07-06T13:40",
    "Re: Leidinggevende spreken",
    """Beste meneer Wiśniewski,

Een leidinggevende belt u deze week.

Met vriendelijke groet,
Klantenservice Polderwin""",
    TO_SERVICE,
)
ASK_ADDRESS: Final = Mail(
    LUKASZ,
    VAN_DAM,
    "2026-07-13T11:48",
    "Re: Leidinggevende spreken",
    """Geachte heer Van Dam,

Op 9 juli belde u mij. U zei dat er een technische fout was bij oude accounts. U verwees mij naar \
de klachtenafdeling.

Wilt u mij het adres van de klachtenafdeling sturen?

Met vriendelijke groet,
Łukasz Wiśniewski""",
    PROMISED,
)
ADDRESS: Final = Mail(
    VAN_DAM,
    LUKASZ,
    "2026-07-13T14:22",
    "Re: Leidinggevende spreken",
    """Beste meneer Wiśniewski,

Dat is klachtenafdeling@polderwin.example.

Met vriendelijke groet,
Van Dam, teamleider""",
    ASK_ADDRESS,
)
BREACH_COMPLAINT: Final = Mail(
    LUKASZ,
    POLDERWIN,
    "2026-09-14T08:15",
    "Officiële klacht: spelen tijdens Cruks",
    """Geachte heer of mevrouw,

Dit is mijn officiële klacht. Ik sta sinds 4 mei 2026 in Cruks, voor twaalf maanden. Toch kreeg ik \
reclame en kon ik inloggen. Ik stortte:

20 juni 2026: € 200,00
21 juni 2026: € 250,00
28 juni 2026: € 150,00

Ik verzoek u om € 600,00 terug te betalen. Ook wil ik weten waarom Cruks mij niet tegenhield. En \
ik wil dat de reclame stopt.

Ik vraag u om uw definitieve antwoord. Mijn dossier met de bewijsstukken stuur ik mee als PDF.

Met vriendelijke groet,
Łukasz Wiśniewski
Molenpad 3, 1234 CD Voorbeelddorp
Gebruikersnaam: lukasz_w""",
)
BREACH_RECEIVED: Final = Mail(
    POLDERWIN,
    LUKASZ,
    "2026-09-15T10:12",
    "Ontvangst van uw klacht PW-2026-3308",
    """Beste meneer Wiśniewski,

Wij hebben uw klacht van 14 september 2026 ontvangen. Uw klachtnummer is PW-2026-3308.

In de bijlage vindt u onze bevestiging als PDF.

Met vriendelijke groet,
Klachtenafdeling Polderwin""",
    BREACH_COMPLAINT,
)
REMINDER: Final = Mail(
    LUKASZ,
    POLDERWIN,
    "2026-10-19T09:30",
    "Herinnering klacht PW-2026-3308",
    """Geachte heer of mevrouw,

Ik herinner u aan mijn klacht van 14 september. Het klachtnummer is PW-2026-3308. Wanneer krijg ik \
uw antwoord?

Met vriendelijke groet,
Łukasz Wiśniewski""",
)
IN_HAND: Final = Mail(
    POLDERWIN,
    LUKASZ,
    "2026-10-20T15:04",
    "Re: Herinnering klacht PW-2026-3308",
    """Beste meneer Wiśniewski,

Uw klacht is in behandeling.

Met vriendelijke groet,
Klachtenafdeling Polderwin""",
    REMINDER,
)
LAST_REMINDER: Final = Mail(
    LUKASZ,
    POLDERWIN,
    "2026-11-10T08:40",
    "Re: Herinnering klacht PW-2026-3308",
    """Geachte heer of mevrouw,

Op 14 september stuurde ik mijn klacht met nummer PW-2026-3308. De acht weken zijn voorbij. Ik \
vraag u om uw definitieve antwoord.

Met vriendelijke groet,
Łukasz Wiśniewski""",
    IN_HAND,
)
