"""Reading at any size: inputs cut into partitions, each read to Parquet on its own, on one machine or on a cluster."""
