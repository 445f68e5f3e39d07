from transit.models.declaration import Attachment, Consignment, Declaration, DeclaredGuarantee, Item
from transit.models.movement import Movement
from transit.models.process import Control, Cover, Deadline, LateFact, RiskHit, RiskProfile, Snapshot
from transit.models.route import Arrival, Passage

__all__ = [
    "Arrival",
    "Attachment",
    "Consignment",
    "Control",
    "Cover",
    "Deadline",
    "Declaration",
    "DeclaredGuarantee",
    "Item",
    "LateFact",
    "Movement",
    "Passage",
    "RiskHit",
    "RiskProfile",
    "Snapshot",
]
