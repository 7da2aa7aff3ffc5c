#!/usr/bin/env bash
# Runs `contract-diff check` with what the action was given, by the environment. Ends with the exit code of the check.
set -uo pipefail

refuse() {
  printf '%s\n' "contract-diff: $1" >&2
  exit 2
}

# Each is one line: a second one would be another output of the step, or another option.
for name in AGAINST LEVEL FLOW CONFIG WAIVERS DECLARED PACKAGE ALLOW_UNKNOWN ANNOTATIONS SUMMARY SARIF_FILE JSON_FILE JUNIT_FILE COMMENT_FILE VERSION COMMAND; do
  variable="INPUT_$name"
  value="${!variable:-}"
  case "$value" in *$'\n'* | *$'\r'*) refuse "the input ${name,,} must be one line." ;; esac
done

if [ -n "${INPUT_COMMAND:-}" ]; then
  read -r -a command <<<"$INPUT_COMMAND"
else
  version="${INPUT_VERSION:-}"
  [[ "$version" =~ ^[0-9A-Za-z.^~+-]+$ ]] || refuse "the input version must be a version of npm, such as 0.1.0."
  command=(npx --yes "@cordon/contract-diff@$version")
fi

arguments=(check)
against="${INPUT_AGAINST:-}"
[ -n "$against" ] || against="${BASE_SHA:-}"
if [ -n "$against" ] && [ "$against" != pinned ]; then arguments+=("--against=$against"); fi
[ -z "${INPUT_LEVEL:-}" ] || arguments+=("--level=$INPUT_LEVEL")
[ -z "${INPUT_FLOW:-}" ] || arguments+=("--flow=$INPUT_FLOW")
[ -z "${INPUT_CONFIG:-}" ] || arguments+=("--config=$INPUT_CONFIG")
[ -z "${INPUT_WAIVERS:-}" ] || arguments+=("--waivers=$INPUT_WAIVERS")
[ -z "${INPUT_DECLARED:-}" ] || arguments+=("--declared=$INPUT_DECLARED")
[ -z "${INPUT_PACKAGE:-}" ] || arguments+=("--package=$INPUT_PACKAGE")
[ "${INPUT_ALLOW_UNKNOWN:-}" != true ] || arguments+=(--allow-unknown)
[ "${INPUT_ANNOTATIONS:-}" != true ] || arguments+=(--format=github)
[ -z "${INPUT_SARIF_FILE:-}" ] || arguments+=("--format=sarif=$INPUT_SARIF_FILE")
[ -z "${INPUT_JSON_FILE:-}" ] || arguments+=("--format=json=$INPUT_JSON_FILE")
[ -z "${INPUT_JUNIT_FILE:-}" ] || arguments+=("--format=junit=$INPUT_JUNIT_FILE")

comment="${INPUT_COMMENT_FILE:-}"
if [ -z "$comment" ] && [ "${INPUT_SUMMARY:-}" = true ]; then
  comment="$(mktemp -d "${RUNNER_TEMP:-/tmp}/contract-diff.XXXXXX")/summary.md"
fi
[ -z "$comment" ] || arguments+=("--format=markdown=$comment")

paths=()
while IFS= read -r path; do
  path="${path%$'\r'}"
  [ -z "$path" ] || paths+=("$path")
done <<<"${INPUT_PATHS:-}"

# Behind `--`, so that a path that begins with a dash is no option.
"${command[@]}" "${arguments[@]}" -- ${paths[@]+"${paths[@]}"}
code=$?

case $code in
  0) result=passed ;;
  1) result=failed ;;
  *) result=error ;;
esac
{
  printf 'result=%s\n' "$result"
  if [ -n "${INPUT_SARIF_FILE:-}" ] && [ -f "$INPUT_SARIF_FILE" ]; then printf 'sarif-file=%s\n' "$INPUT_SARIF_FILE"; fi
  if [ -n "${INPUT_COMMENT_FILE:-}" ] && [ -f "$INPUT_COMMENT_FILE" ]; then printf 'comment-file=%s\n' "$INPUT_COMMENT_FILE"; fi
} >>"${GITHUB_OUTPUT:-/dev/null}"
if [ "${INPUT_SUMMARY:-}" = true ] && [ -n "$comment" ] && [ -f "$comment" ]; then
  cat -- "$comment" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
fi
exit "$code"
