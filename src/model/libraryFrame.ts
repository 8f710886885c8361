import type { StackFrame } from './details';

/** Where code lies that one did not write: packages, runtimes, standard libraries. */
const PATHS =
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|vendor|\.venv|pkg[\\/]mod|go[\\/]src|lib[\\/]python[\d.]*|gems)[\\/]|^(?:node|node:.*|internal[\\/].*|native|<.*>|Native Method|Unknown Source)$|^\/(?:var\/runtime|opt|usr\/lib|usr\/local\/go)\/|^(?:aws_xray_sdk|botocore|boto3)\b/;
/** Packages of runtimes and frameworks, by the name of the function. */
const LABELS =
  /^(?:java|javax|jdk|sun|com\.sun|jakarta|kotlin|scala|org\.springframework|org\.apache|io\.netty|com\.amazonaws|software\.amazon|System|Microsoft|Amazon|runtime|net\/http|reflect)[./]/;

/** Whether a frame is code of a library or a runtime rather than of the traced program, as far as path and function tell. */
export function isLibraryFrame({ path, label }: StackFrame): boolean {
  return PATHS.test(path) || LABELS.test(label);
}
