"""The company's files, as records that are replaced and never changed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self


@dataclass(frozen=True)
class FileRecord:
    """A file: the resource as Drive v3 words it, without what depends on the viewer.

    `owner` is an e-mail, empty for an item of a shared drive; `readers` who else may see it, with the time of
    sharing; `starred_by` who starred it.
    """

    id: str
    owner: str
    resource: dict[str, Any]
    readers: dict[str, str] = field(default_factory=dict)
    starred_by: frozenset[str] = frozenset()
    trashed: bool = False

    def seen_by(self, email: str) -> bool:
        """Whether this account may see the file."""
        return email == self.owner or email in self.readers


@dataclass(frozen=True)
class ChangeRecord:
    """That a file changed, or was removed, at a time."""

    number: int
    file_id: str
    time: datetime
    removed: bool
    seen_by: frozenset[str]


@dataclass
class DriveStore:
    """All files and the feed of changes. Page tokens of the feed are the numbers of changes."""

    files: dict[str, FileRecord] = field(default_factory=dict)
    changes: list[ChangeRecord] = field(default_factory=list)
    next_change: int = 4200

    def copy(self) -> Self:
        """A store of its own with the same records."""
        return type(self)(dict(self.files), list(self.changes), self.next_change)

    def put(self, record: FileRecord) -> None:
        """Add or replace a file and say so in the feed."""
        self.files[record.id] = record
        self._note(record, removed=False)

    def remove(self, file_id: str) -> None:
        """Delete a file for good; KeyError when there is none."""
        self._note(self.files.pop(file_id), removed=True)

    def _note(self, record: FileRecord, *, removed: bool) -> None:
        seen_by = frozenset({record.owner, *record.readers} - {""})
        change = ChangeRecord(self.next_change, record.id, datetime.now(UTC), removed, seen_by)
        self.changes.append(change)
        self.next_change += 1
