"""A working day on a logical clock: who asks what when, and what each way of caching makes of it."""
