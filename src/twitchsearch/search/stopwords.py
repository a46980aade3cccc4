"""Words so common that a long question does without them. They are indexed all the same; only the planner asks here."""

from __future__ import annotations

# Folded, not stemmed. Languages that are not here have none, and lose nothing but a little speed.
_LISTS = {
    "english": """
        a about above after again against all also am an and any are as at be because been before being below between
        both but by can could did do does doing down during each either else ever few for from further get gets getting
        had has have having he her here hers him his how i if in into is it its just keep keeps like made make makes
        many may me might more most much must my myself no nor not of off often on once one only or other our out over
        own s same she should so some such t than that the their them then there these they this those through to too
        under until up us very was we were what when where which while who whom whose why will with would you your
        dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt hasnt havent im ive youre thats
    """,
    "french": """
        a ai alors apres au aucun aussi autre aux avant avec c ce ces cet cette chez comme comment d dans de des donc
        du elle elles en entre est et etre eu eux fait il ils j je l la le les leur leurs lui m ma mais me mes moi mon
        n ne nos notre nous on ont ou par parce pas plus pour pourquoi qu quand que quel quelle quelles quels qui quoi
        s sa sans se ses si son sont sur t ta te tes toi ton tres tu un une vos votre vous y
    """,
    "german": """
        aber alle als also am an auch auf aus bei beim bin bis da damit dann das dass dem den der des die dies diese
        diesem diesen dieser dieses doch du durch ein eine einem einen einer eines er es etwas fur haben habe hat ich
        ihr ihre im in ist ja jede kann kein keine man mein meine mich mir mit nach nicht noch nur ob oder ohne sehr
        sein seine sich sie sind so uber um und uns unter vom von vor war warum was wenn wer werden wie wieso wir wird
        wo zu zum zur
    """,
    "italian": """
        a ad al alla alle anche c che chi ci come con cosa d da dal dalla de degli dei del della delle di dove e ed era
        gli ha ho i il in io l la le lo loro ma me mi mia mie mio ne nei nel nella noi non o per perche piu quale quando
        quella quello questa questo qui se sei si sono su sua sue sul sulla suo ti tra tu un una uno vi voi
    """,
    "spanish": """
        a al algo ante como con cual cuando cuanto de del desde donde e el ella ellas ellos en entre era es esa ese eso
        esta estas este esto estos fue ha han hasta hay he la las le les lo los mas me mi mis mucho muy no nos o os otra
        otro para pero poco por porque que quien se ser si sin sobre son soy su sus tan te tengo ti tiene tu tus un una
        unas uno unos y ya yo
    """,
}
# What people say around their question, not in it; only questions of many words have the room.
_CHATTER = {
    "english": """
        actually always anybody anyone anything ask asking basically best bit else everybody everyone
        everything experience experienced experiencing going good got guess hello help helps hi hope idea kind
        know knows lately let little lot maybe need needs noticed noticing ok okay perhaps please possibly
        pretty probably question questions quite read really recently right say says see seem seemed seems
        somebody someone something sometimes sort started starting sure tell thank thanks thing things think
        thought told tried trying usually want wanted way ways well wonder wondering worried
    """,
}
_WORDS = {language: frozenset(words.split()) for language, words in _LISTS.items()}
_SAID_AROUND = {language: frozenset(words.split()) | _WORDS[language] for language, words in _CHATTER.items()}


def stop_words(language: str) -> frozenset[str]:
    """The folded stop words of a language; none where no list is known."""
    return _WORDS.get(language, frozenset())


def chatter(language: str) -> frozenset[str]:
    """The folded words that tell nothing in a question of many words: its stop words, and what is said around it."""
    return _SAID_AROUND.get(language, stop_words(language))
