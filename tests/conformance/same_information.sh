#!/bin/sh
# The same information in both files: same_information.sh BILAN WEB PRINT CHECK_ARGUMENT...
#
# Two witnesses. `bilan check --same-information` reads back what its two targets write. pdftotext reads
# the two files, in the order of their content: the print file's pages are cut to their trim, so that the
# slug line is left out. Words, their order and their figures must be equal to the byte.
bilan=$1 web=$2 print=$3
shift 3
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

"$bilan" check --same-information "$@" 2>/dev/null || exit 1

# Width and height of page and trim, and where the trim begins, in whole points.
area=$(pdfinfo -box "$print" | awk '$1 == "MediaBox:" { top = $5 } $1 == "TrimBox:" {
	printf "-x %d -y %d -W %d -H %d", $2, top - $5, $4 - $2 + 1, $5 - $3 + 1 }')
pdftotext -raw "$web" "$work/web" || exit 1
# shellcheck disable=SC2086
pdftotext -raw $area "$print" "$work/print" || exit 1
cmp "$work/web" "$work/print" || { diff "$work/web" "$work/print" | head -20; exit 1; }
[ -s "$work/web" ] || { echo "no word was read"; exit 1; }
for file in web print; do
	grep -oE '[^[:space:]]*[0-9][^[:space:]]*' "$work/$file" >"$work/$file.figures"
done
cmp "$work/web.figures" "$work/print.figures" || exit 1
echo "pdftotext: $(wc -w <"$work/web") words, $(wc -l <"$work/web.figures") of them with figures, in both files"
# What differs by design must differ: no link, bookmark or tag in print.
if pdfinfo "$print" | grep -q '^Tagged: *yes'; then
	echo "the print file is tagged"
	exit 1
fi
exit 0
