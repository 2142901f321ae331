#!/bin/sh
# The sheet of changes in a real browser: sheet.sh BILAN SOURCE WORK
#
# Makes two reports from the example (the second with another figure, a block moved, another colour,
# a page more, words of markup), compares them, and lets sheet_test.py open the sheet in Chromium,
# press its keys and ask what happened. Skipped (77) without Chromium, Python 3 or pdftoppm, failing
# when BILAN_NO_SKIP is 1.
set -eu
bilan=$1 source=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)

missing() {
	echo "$1 is missing"
	[ "${BILAN_NO_SKIP:-0}" = 1 ] && exit 1
	exit 77
}
command -v python3 >/dev/null || missing python3
command -v pdftoppm >/dev/null || missing "pdftoppm (poppler-utils)"
python3 -c "import sys; sys.path.insert(0, '$here'); import browser; sys.exit(browser.program() is None)" ||
	missing chromium

rm -rf "$work"
mkdir -p "$work/old" "$work/new"
for side in old new; do
	cp -R "$source/layout" "$source/data" "$source/fonts" "$work/$side"
done
cd "$work/new"
sed -i 's/^visitors;2023;24088$/visitors;2023;24188/' data/key_figures.csv
sed -i 's/#B8452E/#B8002E/' layout/themes/ariege.yaml
sed -i -e 's/id: families-title, area: \[1, /id: families-title, area: [2, /' \
	-e 's/id: benefits-label\(.*\) text: euros versés,/id: benefits-label\1 text: '"'"'\\<b\\>\&"'"'"',/' \
	-e 's/^  - page: plain\n    id: contents/&/' layout/report.yaml
# A page before the one of the contents.
awk '/^    id: contents$/ && !done {
	print "    id: added\n    blocks:"
	print "      - heading: {id: added-title, area: [1, 1, 9, 2], text: SPECIMEN}\n\n  - page: plain"
	done = 1 } { print }' layout/report.yaml >added && mv added layout/report.yaml
cd ..
for side in old new; do
	"$bilan" build $side/layout/report.yaml -o $side.pdf 2>$side.messages || {
		cat $side.messages
		exit 1
	}
	"$bilan" build $side/layout/report.yaml --dump=state >$side.state 2>/dev/null
done

# 1: pages as pictures. The sheet is the same, to the byte, whenever it is made.
"$bilan" diff old.pdf new.pdf --ppi=50 -o changes.html >changes.txt && exit 1
"$bilan" diff old.pdf new.pdf --ppi=50 -o again.html >/dev/null && exit 1
cmp changes.html again.html
# 2: a state that somebody has tampered with.
python3 "$here/sheet_test.py" tamper new.state >hostile.state
"$bilan" diff old.state hostile.state -o hostile.html >/dev/null && exit 1
# 3: cases, and their results for a CI server.
mkdir -p cases/same cases/other 'cases/<b>&"quoted"'
for case in cases/*; do
	echo 'report: ../../new/layout/report.yaml' >"$case/case.yaml"
	cp old.state "$case/web.state"
done
cp new.state cases/same/web.state
echo 'accept: [data]' >>cases/other/case.yaml
"$bilan" test cases -o cases.html --junit junit.xml --messages=json >cases.txt 2>cases.json && exit 1
mkdir -p unread/a unread/b
echo 'report: ../../new/layout/report.yaml' | tee unread/a/case.yaml >unread/b/case.yaml
echo 'reprot: <&>' >>unread/b/case.yaml
cp new.state unread/a/web.state
"$bilan" test unread --junit unread.xml >/dev/null 2>&1 && exit 1
"$bilan" diff old.state new.state --messages=json >/dev/null 2>diff.json && exit 1
python3 "$here/sheet_test.py" run changes.html hostile.html cases.html junit.xml unread.xml cases.json diff.json
