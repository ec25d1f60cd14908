/** MiB that the heap of an embedded image may grow to. */
export const DEFAULT_HEAP_MB = 1024;
