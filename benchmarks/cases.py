"""How fast is the case desk beside a helpdesk that does none of its work?

Run by ``./dev bench cases [--cases N] [--json]``, in Odoo's shell on a database of its own. The
rival is OCA's ``helpdesk_mgmt``, from PyPI. A ticket is written down; a case is classified,
prioritized, given its service level, its deadlines and its place in the queue. Ratios of times
measured in the same run (median), below 1 where the case is faster:

create_vs_helpdesk   one case opened, against one ticket
batch_vs_helpdesk    1,000 of each at once
list_vs_helpdesk     the first page of 100,000 in the list, with count, as the web client asks
                     when the menu is opened: open cases, but all tickets
kanban_vs_helpdesk   the same in the board, by stage: columns, counts, first cards, progress bars
create_queries       queries that opening one case takes
"""

import json
import os
import sys
from statistics import median
from types import SimpleNamespace

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.data import clock
from support.desk import Board, Desk, fill_cases, fill_tickets
from support.rival_helpdesk import install

MANY = 1_000
# What the menus "All Cases" and "All Tickets" open, each with its own default filters.
ACTIONS = (
    "repair_customer_segmentation.repair_case_action",
    "helpdesk_mgmt.helpdesk_ticket_action",
)


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))
    env = install(env)
    cases = Desk(env, "repair.case")
    tickets = Desk(env, "helpdesk.ticket")
    opened = [rounds(desk.create_one, 30) for desk in (cases, tickets)]
    batches = [rounds(lambda desk=desk: desk.create(MANY), 3) for desk in (cases, tickets)]
    queries = cases.count_queries()
    fill_cases(env, options.cases)
    fill_tickets(env, options.cases)
    boards = [Board(env, action) for action in ACTIONS]
    lists = [rounds(board.read_list, 5) for board in boards]
    kanbans = [rounds(board.read_kanban, 5) for board in boards]
    figures = {
        "create_vs_helpdesk": opened[0] / opened[1],
        "batch_vs_helpdesk": batches[0] / batches[1],
        "list_vs_helpdesk": lists[0] / lists[1],
        "kanban_vs_helpdesk": kanbans[0] / kanbans[1],
        "create_queries": queries,
    }
    print(
        f"seconds, case and ticket: one {opened[0]:.4f} {opened[1]:.4f}, "
        f"{MANY} {batches[0]:.2f} {batches[1]:.2f}, list {lists[0]:.3f} {lists[1]:.3f}, "
        f"kanban {kanbans[0]:.3f} {kanbans[1]:.3f}; queries of a ticket "
        f"{tickets.count_queries()}",
        file=sys.stderr,
    )
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            print(f"{name:20}{figure:10.2f}")


def rounds(action, number):
    """Return the median time of some rounds, in seconds; the first warms up and does not count."""
    action()
    return median(clock(action) for _ in range(number))


main(env)  # noqa: F821  (the shell's own)
