"""What every job of the benchmarks needs: processes and their cost, load, databases, the report."""
