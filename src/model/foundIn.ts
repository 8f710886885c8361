/** The place an ID stood at. Short names only, never a path or a line. */
export interface FoundIn {
  /** Name of the log file. */
  readonly file?: string | undefined;
  /** The service that wrote the record, where it says so. */
  readonly service?: string | undefined;
}
