/**
 * What users and backends program against: tensors, sequences, cells, layers and parameters in
 * {@link dev.recurve}, and the seam to the compute backends in {@link dev.recurve.spi}.
 */
module dev.recurve.api {
  exports dev.recurve;
  exports dev.recurve.spi;
}
