"""Words that decide whether a full stop ends a sentence. English, as news is written.

Matching is by the letters before the full stop, so none of these carries its last one.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEFORE_A_NAME = _words(
    """Mr Mrs Ms Mx Messrs Mmes Mme Mlle Dr Drs Prof Profs Rev Revs Fr Hon Msgr St Ste Sr. Sra Srta
    Sen Sens Rep Reps Gov Govs Lt Gen Gens Col Cols Sgt Sgts Capt Cpt Maj Cmdr Cdr Adm Cpl Pvt Pfc Brig Spc Ofc
    Det Insp Supt Supts Pres Sec Secy Amb Atty Asst Assoc Dep Dir Del Dels Ald Cong Dist Mt Mts Ft Pt
    vs v e.g i.e eg ie cf viz a.k.a aka"""
)
"""What goes on after these: a person's or a place's name, the other side, an example. They never end a sentence."""

BEFORE_A_NUMBER = _words(
    """No Nos no nos p pp vol Vol vols Vols fig Fig figs Figs art Art arts Arts sec Sec secs ch Ch chap Chap
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec c ca approx ed eds Op op Rm rm ext Ext cl para paras"""
)
"""No sentence ends between one of these and a digit."""

MONTHS = _words("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")

AFTER_A_NAME = _words(
    """Inc Co Cos Corp Ltd LLC Llc Plc PLC Pty Bros Mfg Assn Dept Univ Intl Natl Govt Jr Sr Esq Ph.D etc al
    Ave Blvd Rd Sq Hwy Tues Thurs Thur
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa
    Penn Tenn Tex Vt Va Wash Wis Wisc Wyo Ont Que Alta Sask"""
)
"""These may end a sentence, and do when the next word is one that sentences begin with."""

SENTENCE_STARTERS = _words(
    """A About Above According Across After Afterward Again Against Ahead All Almost Along Already Also Although Amid
    Among An And Another Any Anyone Are Around As Asked At Back Based Because Before Being Besides Between Beyond Both
    But By Can Could Despite Did Do Does During Each Earlier Either Even Eventually Ever Every Everyone Everything
    Few Finally For Former From Further Given Had Half Has Have Having He He'd He'll He's Her Here His How However
    I I'd I'll I'm I've If In Initially Indeed Inside Instead Is It It'll It's Its Just Last Later Least Like
    Likewise Many Maybe Meanwhile More Moreover Most Much My Nearly Neither Never Nevertheless Nobody None
    Nonetheless Nor Not Nothing Now Of Officials Often On Once One Only Or Other Others Our Out Outside Over Overall
    People Perhaps Police Rather Recently Reporters Residents Separately Several She She'd She'll She's Should Since
    So Some Someone Something Sometimes Soon Still Such Than That That's The Their Then There There's Therefore These
    They They'd They'll They're They've This Those Though Three Through Throughout Thus To Today Together Too Two
    Under Unless Unlike Until Up Upon Very Was We We'd We'll We're We've Were What What's Whatever When Where Whether
    Which While Who Who's Whoever Why Will With Within Without Would Yes Yesterday Yet You You'd You'll You're
    You've Your"""
)
"""Words that, with a capital after an abbreviation, begin a sentence far more often than a name."""

STARTERS_THAT_ARE_NAMES = _words("A I An Do Few So Will Wills Young")
"""Starters that may also follow an initial inside a name (George F. Will)."""

SPEECH_VERBS = _words(
    """said says asked asks wrote writes told tells added adds replied recalled exclaimed quipped tweeted shouted
    yelled cried wondered joked responded answered demanded declared insisted continued explained concluded warned
    noted argued observed remarked chanted screamed inquired reacted read reads"""
)
"""What a writer puts after a quotation, to tell whose it is."""
