/** Absolute path of the project root; set by esbuild when a tool or test is bundled. */
declare const PROJECT_ROOT: string;
