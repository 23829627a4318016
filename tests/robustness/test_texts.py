"""Long and strange texts come through draft, submission, store and paper as they were typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.services import audits, summaries
from qaf_desktop.store.verify import verify
from qaf_desktop.store.workspace import Workspace, open_workspace
from tests.services import council

LONG = "".join(f"Sentence {number} of the answer. " for number in range(4_000))[:100_000]
TEXTS = {
    "100,000 characters": LONG,
    "one word of 100,000 characters": "x" * 100_000,
    "100,000 characters of Arabic": ("قال الطفل إنه سعيد في المدرسة. " * 4_000)[:100_000],
    "100,000 characters of emoji": ("👩‍👧😀🌈 " * 20_000)[:100_000],
    "Hebrew with English and numbers": "הילדה אמרה: “I am 7”, ואז צחקה (שלום).",
    "marks of direction": "\u202eabc\u202c \u2067שלום\u2069 x",
    "Hindi, Bengali, Punjabi": "नमस्ते क्ष, আমি ভালো, ਸਤ ਸ੍ਰੀ ਅਕਾਲ",
    "a family of emoji": "She drew 👩‍👩‍👧‍👦 and a 🏴󠁧󠁢󠁷󠁬󠁳󠁿, “happy” 😀",
    "lines and tabs": "One\n\n\tTwo\r\nThree\u2028Four",
    "signs of XML, SQL and CSV": '</p>&amp;<![CDATA[ ]]> \'; DROP TABLE entry; -- "=1+1"',
    "control signs": "a\x00b\x07c\x1b[31md\x7f",
}


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return council.make(tmp_path)


def words_on_paper(pdf: bytes) -> str:
    """What can be read from the pages, by another program."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtPdf import QPdfDocument

    held = QByteArray(pdf)
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    text = "\n".join(document.getAllText(page).text() for page in range(document.pageCount()))
    document.close()
    return text


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_text_comes_through_draft_submission_store_and_paper(ws: Workspace, text: str, tmp_path: Path) -> None:
    key = council.begun(ws, b_voice={"b_day": "no", "b_day_ev": text})
    assert audits.draft(ws, key).answers["b_voice"]["b_day_ev"] == text
    audits.submit(ws, key)
    ws.close()
    again = open_workspace(ws.folder, "a long passphrase", FixedClock(council.NOW, 3))
    assert audits.show(again, key).answers["b_voice"]["b_day_ev"] == text
    assert summaries.summary_pdf(again, key).startswith(b"%PDF")
    assert verify(again).problems == ()
    again.close()


def test_not_one_sentence_of_a_long_answer_is_lost_on_paper(ws: Workspace, qapp: object) -> None:
    key = council.submitted(ws, b_voice={"b_day": "no", "b_day_ev": LONG})
    read = " ".join(words_on_paper(summaries.summary_pdf(ws, key)).split())
    missing = [number for number in range(3_200) if f"Sentence {number} of" not in read]
    assert len(missing) < 60  # a sentence is not found in one piece where a page ends within it
    assert f"Sentence {3_200 - 1} of the answer." in read


@pytest.mark.parametrize("text", [TEXTS["Hebrew with English and numbers"], TEXTS["a family of emoji"]])
def test_right_to_left_text_and_emoji_are_on_paper_as_signs_and_not_as_codes(
    ws: Workspace, text: str, qapp: object
) -> None:
    key = council.submitted(ws, b_voice={"b_day": "no", "b_day_ev": text})
    read = words_on_paper(summaries.summary_pdf(ws, key))
    letters = {sign for sign in text if sign.isalpha() or sign in "👩👧👦😀"}
    assert letters <= set(read)


def test_a_long_strange_text_comes_through_the_command_line(ws: Workspace, tmp_path: Path) -> None:
    text = TEXTS["marks of direction"] * 500 + "\x00\x1b[31m"
    key = council.submitted(ws, b_voice={"b_day": "no", "b_day_ev": text})
    ws.close()
    (tmp_path / "passphrase").write_text("a long passphrase")
    command = [sys.executable, "-m", "qaf_desktop", "--json", "--workspace", str(ws.folder)]
    command += ["--passphrase-file", str(tmp_path / "passphrase"), "audit", "show", key]
    said = subprocess.run(command, capture_output=True, check=False)
    assert (said.returncode, said.stderr) == (0, b"")
    assert json.loads(said.stdout)["answers"]["b_voice"]["b_day_ev"] == text
