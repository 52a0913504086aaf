"""Reading the pipeline: sums of any day, flow between two, passages, and the rows behind each figure."""
