"""`tanggap doctor`: everything that can break, one line each, with the remedy.

In:    Settings.   Out: findings in the order of the table CHECKS.
Rule:  one function a check; a check that fails unexpectedly is a finding too; what needs Google is
       skipped, and said to be, while the sign-in is refused.
Never: changes anything but a probe file that it puts and trashes, and the circuit's memory.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from integration.connect.bench import Bench, Missing
from integration.connect.checks import answers, google, house, place, staff, upkeep
from integration.connect.finding import SKIPPED, WRONG, Finding, wrong
from integration.ports import Failure, NotFound
from integration.settings import Settings

Check = Callable[[Bench], Iterable[Finding]]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    check: Check
    asks_google: bool = False


CHECKS = (
    Row("settings", house.settings_complete),
    Row("people", house.people),
    Row("templates", house.templates),
    Row("secrets", place.secrets),
    Row("certificate", place.certificate),
    Row("disk", place.disk),
    Row("database", house.migrated),
    Row("calendar", house.calendar),
    Row("outbox", upkeep.outbox_moves),
    Row("rounds", upkeep.rounds_look),
    Row("desk", upkeep.desk_reads),
    Row("quota", upkeep.quotas),
    Row("clock", place.clock_is_right),
    Row("sign_in", google.sign_in),
    Row("register", google.register, True),
    Row("form", google.form, True),
    Row("answers", answers.answers, True),
    Row("archive", google.archive, True),
    Row("confidential", google.confidential, True),
    Row("template", google.template, True),
    Row("send_as", google.send_as, True),
    Row("staff_sign_in", staff.staff_sign_in),
    Row("watches", upkeep.watches),
    Row("push", upkeep.pushes),
)


def examine(settings: Settings, rows: Iterable[Row] = CHECKS) -> list[Finding]:
    """Look at everything."""
    bench = Bench(settings)
    found: list[Finding] = []
    signed_in = True
    try:
        for row in rows:
            if row.asks_google and not signed_in:
                said = "dilewati, karena Google menolak masuk"
                found.append(Finding(row.name, SKIPPED, said, "perbaiki sign_in lebih dahulu"))
                continue
            new = _one(row, bench)
            found += new
            if row.name == "sign_in":
                signed_in = not any(one.state == WRONG for one in new)
    finally:
        bench.close()
    return found


def healthy(found: Iterable[Finding]) -> bool:
    """Whether nothing is wrong."""
    return not any(one.state == WRONG for one in found)


def _one(row: Row, bench: Bench) -> list[Finding]:
    try:
        return list(row.check(bench))
    except Missing as missing:
        return [wrong(row.name, str(missing), "lengkapi pengaturan itu, lalu ulangi")]
    except NotFound as failure:
        return [wrong(row.name, "tidak ditemukan atau tidak dibagikan", *_shared(bench, failure))]
    except Failure as failure:
        return [wrong(row.name, "Google menolak atau tidak menjawab", str(failure), str(failure))]
    except Exception as failure:
        return [wrong(row.name, f"pemeriksaan gagal: {type(failure).__name__}", str(failure)[:300])]


def _shared(bench: Bench, failure: NotFound) -> tuple[str, str]:
    address = bench.files_account.address or "akun layanan"
    remedy = f"periksa id-nya, dan bagikan kepada {address} sebagai Editor (Content manager)"
    return remedy, f"{failure}; share it with {address} as an editor"
