"""What the pages call the names that addresses and records hold: English texts, translated where they are shown."""

from collections.abc import Mapping
from typing import Final

from graph_service.model.gap import Cause
from graph_service.model.layer import LayerName
from graph_service.model.names import Content, Level
from graph_service.web.translations import later

LEVELS: Final[Mapping[Level, str]] = {
    "international": later("International"),
    "national": later("National"),
    "regional": later("Regional"),
    "subregional": later("Sub-regional"),
    "local": later("Local"),
}
"""The levels of documents."""
LAYERS: Final[Mapping[LayerName, str]] = {
    "international": LEVELS["international"],
    "national": LEVELS["national"],
    "regional": LEVELS["regional"],
    "subregional": LEVELS["subregional"],
    "local": LEVELS["local"],
    "indicators": later("What is measured"),
}
"""The layers of the thread."""
CONTENTS: Final[Mapping[Content, str]] = {
    "loaded": later("loaded as a whole"),
    "partlyLoaded": later("loaded in part"),
    "notLoaded": later("only named"),
}
"""What of a document is loaded."""
STATUSES: Final[Mapping[str, str]] = {
    "current": later("in force"),
    "superseded": later("superseded"),
    "draft": later("draft"),
}
"""Whether an edition is in force."""
RELATIONS: Final[Mapping[str, str]] = {
    "contributesTo": later("contributes to"),
    "partOf": later("is part of"),
    "inArea": later("lies in the area of"),
    "alignsWith": later("refers to"),
    "respondsTo": later("responds to"),
    "addresses": later("addresses"),
}
"""The relations that threads run by, told in the upward direction."""
BASES: Final[Mapping[str, str]] = {
    "stated": later("the source says so"),
    "inferred": later("concluded by us"),
    "proposed": later("only proposed"),
}
"""What a link rests on."""
CAUSES: Final[Mapping[Cause, str]] = {
    "noActivity": later("nobody does anything towards it"),
    "shallowOnly": later("there is an initiative, but no activity"),
    "noLinkUp": later("nothing says what it leads to"),
    "endsBelow": later("the thread ends before it gets there"),
    "outdatedTarget": later("what it points at has been replaced"),
    "notMentioned": later("there is a follow-up, which leaves it out"),
    "noFollowUp": later("the plan has not been followed up"),
    "notStated": later("the plan does not say"),
    "statedEmpty": later("the plan has a place for it, and it is empty"),
    "notReadable": later("it cannot be read in the source"),
    "notRelevant": later("everybody has judged it not to be relevant"),
    "planPartlyLoaded": later("not known: a document is loaded only in part"),
    "planNotLoaded": later("not known: a document is not loaded"),
    "declaredNotNeeded": later("a decision says that it is not needed"),
}
"""Why something is missing, in a few words."""
