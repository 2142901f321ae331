#!/bin/sh
# codes.sh ROOT: every diagnostic code of the source is in the expected output of a case in
# tests/golden/check, and no case expects a code that the source has not.
#
# A code is a kebab-case literal that follows the place in a call of diag_add, or one that is handed on
# to such a call by a name (the second list below says from where).
cd "$1" || exit 2

# What no input can provoke, with the reason.
excused='
file-denied        the tests run as root too, and root may read everything
pdf-failed         the PDF library reports a mistake of our own
scale-unknown      a report is lost in the first pass of a batch and comes through the second
svg-memory         there is no memory left
workers-failed     the machine has no process or open file left for a worker
targets-differ     the two targets are made of the same marks: only a mistake of our own can differ
'

found=$(mktemp) && cased=$(mktemp) || exit 2
trap 'rm -f "$found" "$cased"' EXIT
# Whole files in one line, so that a call may run over several.
for file in src/*/*.c; do
	tr '\n\t' '  ' <"$file" | grep -oE '(diag_add|field_complain|cell_wrong|refuse|unknown) *\([^;]*;'
	tr '\n\t' '  ' <"$file" | grep -oE '(code = |trouble_codes\[\] = |entries_order)[^;]*;'
done | sed -E 's/[a-z]+_(place|find)\([^()]*\)//g' | grep -oE '"[a-z0-9]+(-[a-z0-9]+)+"' | tr -d '"' | sort -u >"$found"
# The rules of the preflight are codes, too; some are one word.
tr '\n\t' '  ' <src/config/printer.c | grep -oE 'rule_names\[RULE_COUNT\] = [^;]*;' | grep -oE '"[a-z-]+"' |
	tr -d '"' >>"$found"
# unknown-WORD of the theme is put together in config/field_read.c; one word alone is seldom a code.
printf '%s\n' unknown-colour unknown-style unknown-format overfull >>"$found"
sort -u -o "$found" "$found"
grep -hE '(error|warning|note|failure): .*\[[a-z0-9-]+\]$|"code":"[a-z0-9-]+"' tests/golden/check/*/expect |
	sed 's/.*"code":"\([a-z0-9-]*\)".*/\1/; s/.*\[\([a-z0-9-]*\)\]$/\1/' | sort -u >"$cased"

bad=0
for code in $(comm -23 "$found" "$cased"); do
	printf '%s' "$excused" | grep -q "^$code " && continue
	echo "no case in tests/golden/check shows the code $code"
	bad=1
done
for code in $(comm -13 "$found" "$cased"); do
	echo "a case in tests/golden/check shows the code $code, which the source has not"
	bad=1
done
for code in $(printf '%s' "$excused" | sed 's/ .*//'); do
	grep -qx "$code" "$found" || { echo "$code is excused and not in the source"; bad=1; }
	grep -qx "$code" "$cased" && { echo "$code is excused and has a case"; bad=1; }
done
exit $bad
