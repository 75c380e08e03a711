"""Codes of the domain as whole translated sentences, for screens and for papers.

All functions speak the language that is on (`portal.i18n.use_language`).
"""

from portal.wording.blacking import blacked_out, in_words
from portal.wording.case_files import case_file_refusal
from portal.wording.costs import cost_sentence
from portal.wording.counting import arithmetic, arithmetic_lines, basis
from portal.wording.dossier import Section, dossier
from portal.wording.files import file_not_shown, file_refusal
from portal.wording.findings import (
    finding_action,
    finding_sentence,
    finding_title,
    is_for_paper,
    when,
)
from portal.wording.group import colour_name, group_problem, logo_problem
from portal.wording.labels import label, short_confidence
from portal.wording.letters import (
    TextGroup,
    text_for_later,
    text_groups,
    text_purpose,
    waiting_sentences,
)
from portal.wording.mails import (
    chat_edit_sentences,
    header_name,
    signature_sentences,
    speaker_sentences,
)
from portal.wording.messages import problem_message
from portal.wording.names import (
    Names,
    document_title,
    names_of,
    names_on_paper,
    recipient_name,
    standing_alone,
)
from portal.wording.next_steps import late_sentence, next_step_sentence, next_step_title
from portal.wording.register import listing_sentence, register_status
from portal.wording.requests import owed_phrase, request_sentence
from portal.wording.routes import (
    ability_sentences,
    alert_sentence,
    alert_title,
    choice_name,
    choice_role,
    possible_sentence,
)
from portal.wording.sharing import consent_frame, consent_lines, journal_sentence, section_title
from portal.wording.source import Voice
from portal.wording.staff import staff_event, weakness_sentence
from portal.wording.topics import answer_text, answer_value, event_text
from portal.wording.what_if import opening_sentence

__all__ = [
    "Names",
    "Section",
    "TextGroup",
    "Voice",
    "ability_sentences",
    "alert_sentence",
    "alert_title",
    "answer_text",
    "answer_value",
    "arithmetic",
    "arithmetic_lines",
    "basis",
    "blacked_out",
    "case_file_refusal",
    "chat_edit_sentences",
    "choice_name",
    "choice_role",
    "colour_name",
    "consent_frame",
    "consent_lines",
    "cost_sentence",
    "document_title",
    "dossier",
    "event_text",
    "file_not_shown",
    "file_refusal",
    "finding_action",
    "finding_sentence",
    "finding_title",
    "group_problem",
    "header_name",
    "in_words",
    "is_for_paper",
    "journal_sentence",
    "label",
    "late_sentence",
    "listing_sentence",
    "logo_problem",
    "names_of",
    "names_on_paper",
    "next_step_sentence",
    "next_step_title",
    "opening_sentence",
    "owed_phrase",
    "possible_sentence",
    "problem_message",
    "recipient_name",
    "register_status",
    "request_sentence",
    "section_title",
    "short_confidence",
    "signature_sentences",
    "speaker_sentences",
    "staff_event",
    "standing_alone",
    "text_for_later",
    "text_groups",
    "text_purpose",
    "waiting_sentences",
    "weakness_sentence",
    "when",
]
