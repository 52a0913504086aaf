"""Turn the BPI Challenge 2012 event log into one row per case, with the day on which each stage was first entered.

    python docs/examples/pivot_bpi2012.py events.csv cases.csv
    xiaolu method add docs/examples/bpi2012-method.toml && xiaolu method publish loan
    xiaolu load cases.csv --as opportunities --method loan --map docs/examples/bpi2012.toml --create-missing owners

A case is lost on its first A_DECLINED or A_CANCELLED, unless it was approved, registered or activated. Events after
that day no longer move it: a case that ended stands in its final stage.
"""

import csv
import sys
from pathlib import Path

STAGES = {
    "A_SUBMITTED": "SUBMITTED", "A_PREACCEPTED": "PREACCEPTED", "A_ACCEPTED": "ACCEPTED", "O_SENT": "SENT",
    "O_SENT_BACK": "SENT_BACK", "A_APPROVED": "WON", "A_REGISTERED": "WON", "A_ACTIVATED": "WON",
    "A_DECLINED": "LOST", "A_CANCELLED": "LOST",
}  # fmt: skip
ORDER = ("SUBMITTED", "PREACCEPTED", "ACCEPTED", "SENT", "SENT_BACK", "WON", "LOST")


def cases(events: Path) -> dict[str, dict[str, str]]:
    """Case → what is known of it: amount, who handled it first, and stage → the day of its first entry."""
    found: dict[str, dict[str, str]] = {}
    with events.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            case = found.setdefault(row["case"], {"amount": row["Amount"], "resource": ""})
            case["resource"] = case["resource"] or row["resource"].removesuffix(".0")
            stage = STAGES.get(row.get("activity") or row["a"])
            if stage:
                case[stage] = min(case.get(stage, "9999"), row["ts"][:10])
    return found


def settled(case: dict[str, str]) -> dict[str, str]:
    """The case with its stage: won beats lost, and nothing is entered after the end."""
    end = "WON" if "WON" in case else "LOST" if "LOST" in case else ""
    days = {stage: case[stage] for stage in ORDER if stage in case}
    if end:
        days.pop("LOST" if end == "WON" else "WON", None)
        days = {stage: day for stage, day in days.items() if day <= days[end]}
    stage = max(days, key=lambda one: (days[one], ORDER.index(one)))
    return {"amount": case["amount"], "resource": case["resource"], "stage": stage, **days}


def main(events: Path, out: Path) -> None:
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["case", "amount", "resource", "stage", *ORDER])
        writer.writeheader()
        for case, known in cases(events).items():
            writer.writerow({"case": case, **settled(known)})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
