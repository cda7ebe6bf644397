"""`make bench`: starts its own server, measures, prints one table, stops everything.

`make bench ARGS="pool"` measures the parts that it names.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import django
import psycopg
from psutil import Process

from benchmarks import server
from benchmarks.load import Result
from trellis.core.embedded.cluster import Cluster
from trellis.core.embedded.throwaway import throwaway_cluster

NAMES = {"a": "this project", "b": "plain DRF", "c": "PostgreSQL alone"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join((*ALONE, *PARTS))}; all without one"
    )
    parts = parser.parse_args().parts or [*ALONE, *PARTS]
    if unknown := set(parts) - {*ALONE, *PARTS}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as data_dir, throwaway_cluster() as cluster:
        print("Creating tables and data …", flush=True)
        server.prepare_environment(cluster, str(Path(data_dir)))
        server.migrate(cluster)
        django.setup()
        for part in filter(ALONE.get, parts):
            ALONE[part](cluster)
        if not set(parts) - set(ALONE):
            return
        from benchmarks import columns, community, dataset, jobs, mentors, opportunities, requisitions

        with psycopg.connect(cluster.url(role="trellis_owner"), autocommit=True) as owner:
            columns.give_defaults(owner)
        dataset.load()
        mentors.load()
        opportunities.load()
        if "community" in parts:
            community.load()
        if "requisitions" in parts:
            requisitions.load(owner_url=cluster.url(role="trellis_owner"))
        if "jobs" in parts:
            jobs.load(owner_url=cluster.url(role="trellis_owner"))
        server.analyze(cluster)
        _print_head()
        with server.web_process() as (port, process):
            for part in filter(PARTS.get, parts):
                PARTS[part](port, cluster, process)
            print(f"\nMemory of the web process after the run: {server.memory_mb(process):.0f} MB")


def _categories(_: Cluster) -> None:
    from benchmarks import categories

    print(f"\nFinding categories by meaning:\n{categories.measure()}\n", flush=True)


def _profiling(_: Cluster) -> None:
    from benchmarks import profiling

    print(f"\nUnderstanding what people say of themselves:\n{profiling.measure()}\n", flush=True)


def _commands(_: Cluster) -> None:
    from benchmarks import commands

    print("\nUnderstanding spoken commands:")
    for line in commands.measure():
        print(line, flush=True)
    print()


def _voice(_: Cluster) -> None:
    from benchmarks import voice

    print("\nUnderstanding spoken answers:")
    for line in voice.measure():
        print(line, flush=True)
    print()


def _resumes(_: Cluster) -> None:
    from benchmarks import resumes

    print("\nReading resumes:")
    for line in resumes.measure():
        print(line, flush=True)
    print()


def _ranking(_: Cluster) -> None:
    from benchmarks import ranking

    print("\nRanking applications:")
    for line in ranking.measure():
        print(line, flush=True)
    print()


def _ledger(cluster: Cluster) -> None:
    from benchmarks import ledger

    print("\nEarnings over a million entries:")
    ledger.load(owner_url=cluster.url(role="trellis_owner"))
    for line in ledger.measure():
        print(line, flush=True)
    print()


def _analytics(cluster: Cluster) -> None:
    from benchmarks import analytics

    print("\nDashboards over a million events:")
    analytics.load(owner_url=cluster.url(role="trellis_owner"))
    for line in analytics.measure():
        print(line, flush=True)
    print()


def _meaning(cluster: Cluster) -> None:
    from benchmarks import meaning

    print("\nProfiles by what they mean:")
    for line in meaning.measure(owner_url=cluster.url(role="trellis_owner")):
        print(line, flush=True)
    print()


def _sockets(_: Cluster) -> None:
    from benchmarks.sockets import measures

    print("\nSockets:")
    for line in measures.measure():
        print(line, flush=True)
    print()


def _pool(port: int, cluster: Cluster, _: Process) -> None:
    from benchmarks import pool

    for limit in (20, 100):
        _print_rows(f"pool page, {limit} talents", pool.measure(port=port, limit=limit, url=cluster.url()))


def _mentors(port: int, *_: object) -> None:
    from benchmarks import mentors

    for title, results in mentors.measure(port=port):
        _print_rows(title, results)


def _requisitions(port: int, *_: object) -> None:
    from benchmarks import requisitions

    for title, results in requisitions.measure(port=port):
        _print_rows(title, results)
    _print_row("1,000 made by one request", "", "", requisitions.create_many(port=port))


def _jobs(port: int, *_: object) -> None:
    from benchmarks import jobs

    for title, results in jobs.measure(port=port):
        _print_rows(title, results)


def _opportunities(port: int, *_: object) -> None:
    from benchmarks import opportunities

    for title, results in opportunities.measure(port=port):
        _print_rows(title, results)


def _community(port: int, *_: object) -> None:
    from benchmarks import community

    for title, results in community.measure(port=port):
        _print_rows(title, results)


def _bookings(port: int, *_: object) -> None:
    from benchmarks import bookings

    for title, result in bookings.measure(port=port):
        _print_row(title, "", "", result)


def _paying(port: int, *_: object) -> None:
    from benchmarks import paying

    for title, result in paying.measure(port=port):
        _print_row(title, "", "", result)
    # As Trellis serves where nothing else is said.
    with server.web_process(workers=2) as (both, _):
        for title, result in paying.measure(port=both, first=paying.CROWDS // 2):
            _print_row(title, "(two web processes)", "", result)


def _whole(port: int, cluster: Cluster, process: Process) -> None:
    """Last, as it makes more talents."""
    from benchmarks import whole

    print(f"\nthe whole pool: {whole.measure(port=port, process=process)}", flush=True)
    whole.load()
    server.analyze(cluster)
    print(f"the whole pool: {whole.measure(port=port, process=process)}", flush=True)


# A part is a module here, and a function that prints what the module measured. They import models, and
# so only when Django is set up.
PARTS: dict[str, Callable[[int, Cluster, Process], None]] = {
    "pool": _pool,
    "mentors": _mentors,
    "requisitions": _requisitions,
    "jobs": _jobs,
    "opportunities": _opportunities,
    "community": _community,
    "bookings": _bookings,
    "paying": _paying,
    "whole": _whole,
}


# They need no server.
ALONE: dict[str, Callable[[Cluster], None]] = {
    "categories": _categories,
    "profiling": _profiling,
    "voice": _voice,
    "commands": _commands,
    "resumes": _resumes,
    "ranking": _ranking,
    "ledger": _ledger,
    "analytics": _analytics,
    "meaning": _meaning,
    "sockets": _sockets,
}


def _print_head() -> None:
    from benchmarks import dataset, mentors, pool

    print(
        f"{dataset.TALENTS} talents x {dataset.POSTS_EACH} posts, {dataset.COACHES} coaches x"
        f" {dataset.JUDGEMENTS_EACH} judgements, {mentors.MENTORS} mentors; {pool.CLIENTS} clients, median of"
        f" {pool.ROUNDS} rounds of {pool.SECONDS:.0f} s; one web process\n"
    )
    print(f"{'':<26}{'':<22}{'requests/s':>11}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'ratio':>14}")


def _print_rows(title: str, results: dict[str, Result]) -> None:
    ours = results["a"].per_second
    for name, result in results.items():
        ratio = "" if name == "a" else f"a/{name} = {ours / result.per_second:.2f}"
        _print_row(title if name == "a" else "", f"({name}) {NAMES[name]}", ratio, result)


def _print_row(title: str, who: str, ratio: str, result: Result) -> None:
    numbers = f"{result.per_second:>11.0f}{result.p50:>9.2f}{result.p95:>9.2f}{result.p99:>9.2f}"
    print(f"{title:<26}{who:<22}{numbers}{ratio:>14}", flush=True)


if __name__ == "__main__":
    main()
