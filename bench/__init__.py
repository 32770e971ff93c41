"""The benchmark suite: `make bench` prints ratios within one run and writes them as JSON."""
