"""What the submission's confirmation says of the audit."""

from qaf_desktop.ui.pages.form.outline import repeat_by_role
from qaf_desktop.ui.pages.form.sitting import Sitting

_WORDS = (
    ("strengths", "strength", "strengths"),
    ("improvements", "area for improvement", "areas for improvement"),
    ("recommendations", "recommendation", "recommendations"),
)


def summary_lines(sitting: Sitting) -> list[str]:
    """The overall grade, and how many findings and recommendations there are."""
    tool, form = sitting.form.tool, sitting.form
    lines = []
    graded = tool.by_role("overall_grade")
    if graded:
        chosen = form.value(graded)
        word = next((one.label for one in form.choices(graded) if one.value == chosen), "Not answered yet")
        lines.append(f"Overall grade: {word}")
    counted = []
    for role, one, many in _WORDS:
        group = repeat_by_role(tool, role)
        if group is not None:
            number = len(form.instances(group.path))
            counted.append(f"{number} {one if number == 1 else many}")
    return [*lines, *([", ".join(counted)] if counted else [])]
