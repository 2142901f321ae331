#!/bin/sh
# terminal.sh BILAN: at a terminal a person is told that all went well; a script hears nothing.
bilan=$(realpath "$1") || exit 2
golden=$(cd "$(dirname "$0")" && pwd) || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
[ -n "$(command -v script)" ] || { echo "script is not installed"; exit 77; }
mkdir "$work/check" && cp -R "$golden/common" "$work/" && cp -R "$golden/check/all-is-well" "$work/check/" && cd "$work" || exit 2
bad=0
told() { # WORDS COMMAND: on a terminal it says these, else nothing
	script -qec "'$bilan' $2" /dev/null </dev/null 2>&1 | tr -d '\r' >said
	[ "$(cat said)" = "$1" ] || { echo "$2, on a terminal: $(cat said)"; bad=1; }
	said=$("$bilan" $2 2>&1)
	[ -z "$said" ] || { echo "$2, in a script: $said"; bad=1; }
}
told 'no errors, 1 page' 'check --root . check/all-is-well/report.yaml'
told 'made out.pdf, 1 page' 'build --root . check/all-is-well/report.yaml -o out.pdf'
told '' 'build --root . check/all-is-well/report.yaml --dump=blocks -o out.txt'
told '' 'check --root . check/all-is-well/report.yaml --messages=json'
exit $bad
