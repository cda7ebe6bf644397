"""`make bench`: starts its own server, measures, prints one table, stops everything."""

import tempfile
from pathlib import Path

import django

from benchmarks import server
from benchmarks.load import Result
from trellis.core.embedded.throwaway import throwaway_cluster

NAMES = {"a": "this project", "b": "plain DRF", "c": "PostgreSQL alone"}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as data_dir, throwaway_cluster() as cluster:
        print("Creating tables and data …", flush=True)
        server.prepare_environment(cluster, str(Path(data_dir)))
        server.migrate(cluster)
        django.setup()
        from benchmarks import dataset, pool

        dataset.load()
        server.analyze(cluster)
        _print_head(dataset, pool)
        with server.web_process() as (port, process):
            for limit in (20, 100):
                results = pool.measure(port=port, limit=limit, url=cluster.url())
                _print_rows(f"pool page, {limit} talents", results)
            print(f"\nMemory of the web process after the run: {server.memory_mb(process):.0f} MB")


def _print_head(dataset: object, pool: object) -> None:
    print(
        f"{dataset.TALENTS} talents x {dataset.POSTS_EACH} posts, {dataset.COACHES} coaches x"
        f" {dataset.DECISIONS_EACH} decisions; {pool.CLIENTS} clients, median of {pool.ROUNDS}"
        f" rounds of {pool.SECONDS:.0f} s; one web process\n"
    )
    print(f"{'':<24}{'':<22}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'ratio':>14}")


def _print_rows(title: str, results: dict[str, Result]) -> None:
    ours = results["a"].per_second
    for name, result in results.items():
        ratio = "" if name == "a" else f"a/{name} = {ours / result.per_second:.2f}"
        print(
            f"{title if name == 'a' else '':<24}({name}) {NAMES[name]:<18}"
            f"{result.per_second:>11.0f}{result.p50:>9.2f}{result.p99:>9.2f}{ratio:>14}",
            flush=True,
        )


if __name__ == "__main__":
    main()
