#!/bin/sh
# `bilan test --approve`, pictures, results: approving.sh BILAN SOURCE_DIR STEP
# shown: what is approved was shown first, page by page, and nothing else is written; asked: on a terminal; refused:
# nothing is approved of a report that cannot be built, or of pictures that cannot be drawn; pictures: they are approved
# and compared; junit: results for a CI server; statuses: what bilan test exits with; hundred: cases that have not changed.
bilan=$(realpath "$1") source=$(realpath "$2") step=$3
. "$source/tests/changes/needs.sh"
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cp -R "$source/tests/changes/base" "$work/report" && cd "$work/report" || exit 2

fail() {
	echo "$1"
	[ ! -f said ] || cat said
	exit 1
}
# expect STATUS WORDS...: runs the words, output to said.
expect() {
	wanted=$1
	shift
	"$@" >said 2>&1
	status=$?
	[ $status -eq "$wanted" ] || fail "$*: exit status $status, not $wanted"
}
said() {
	grep -qF -- "$1" said || fail "not said: $1"
}

case $step in
shown)
	expect 1 "$bilan" test
	said 'NEW       . (web): nothing is approved for it'
	[ ! -e web.state ] || fail "written without being asked to"
	expect 0 "$bilan" test --approve
	for page in 'page 1 figures-page: 5 blocks' 'page 2 places-page' 'page 3 text-page'; do said "$page"; done
	said 'approved'
	"$bilan" build report.yaml --dump=state -o shown.state && cmp shown.state web.state || fail "another state was approved"
	rm shown.state
	expect 0 "$bilan" test
	cp web.state before && sed -i 's/24 088/24 083/' figures.csv
	expect 1 "$bilan" test
	cmp -s before web.state || fail "bilan test has written"
	expect 0 "$bilan" test --approve
	said 'page 1 (figures-page)'
	said 'cause: data'
	cmp -s before web.state && fail "nothing was written"
	expect 0 "$bilan" test
	ls | grep -vE '^(report|theme|masters|tables|fonts|case)\.yaml$|^(figures|aids)\.csv$|^text\.md$|^web\.state$|^before$|^said$' && fail "left behind"
	: ;;
refused)
	sed -i 's/colour: tint/colour: tnit/' report.yaml
	expect 1 "$bilan" test --approve
	said 'nothing was approved'
	[ ! -e web.state ] || fail "approved a report with errors"
	sed -i 's/colour: tnit/colour: tint/' report.yaml
	echo 'pictures: yes' >>case.yaml
	mkdir none
	expect 3 env PATH="$work/report/none" "$bilan" test --approve
	said 'program-missing'
	said 'nothing was approved'
	[ ! -e web.state ] || fail "approved without pictures"
	: ;;
asked)
	# On a terminal somebody is asked, after having been shown the pages.
	needs script
	echo n | script -qec "'$bilan' test --approve" /dev/null >said
	said 'page 3 text-page'
	said 'approve this? [y/N]'
	said 'not approved'
	[ ! -e web.state ] || fail "approved without a yes"
	echo y | script -qec "'$bilan' test --approve" /dev/null >said
	[ -s web.state ] || fail "not approved after a yes" ;;
pictures)
	needs pdftoppm
	printf 'pictures: yes\nppi: 72\nraster: pdftoppm\n' >>case.yaml
	expect 0 "$bilan" test --approve
	for page in 1 2 3; do [ -s web-$page.png ] || fail "no picture of page $page"; done
	[ ! -e web-4.png ] || fail "a picture too many"
	grep -q '^raster pdftoppm [0-9.]* 72 ppi -cropbox -aa yes -aaVector yes$' web.state ||
		fail "the state does not name what drew it"
	expect 0 "$bilan" test
	# A picture that marks do not know: only pixels tell. The state is another (its hash of the PDF), so they are looked at.
	cp web-1.png kept.png && cp web-2.png web-1.png && sed -i 's/^pdf sha256 .*/pdf sha256 0/' web.state
	expect 1 "$bilan" test
	said 'pixels'
	# Nor do new figures explain it.
	echo 'accept: [data]' >>case.yaml && sed -i 's/2 929/3 004/' figures.csv
	expect 1 "$bilan" test
	said '1 figure,'
	said 'nothing of what has changed explains it'
	sed -i '/^accept/d' case.yaml && sed -i 's/3 004/2 929/' figures.csv
	cp kept.png web-1.png
	expect 0 "$bilan" test
	# Half approved is not approved: where a picture cannot be written, no old state stays with the new ones.
	cp report.yaml report.before && mkdir -p web-4.png/x
	printf '  - page: plain\n    id: more\n    blocks:\n      - text: {id: more-text, area: [1, 1, 12, 2], text: Un}\n' >>report.yaml
	expect 3 "$bilan" test --approve
	[ ! -e web.state ] || fail "the old state stands beside new pictures"
	rm -r web-4.png && mv report.before report.yaml
	expect 0 "$bilan" test --approve
	# Fewer pages: the pictures of those that are gone go too.
	sed -i '/^  - page: fine/,/signet/d' report.yaml
	expect 0 "$bilan" test --approve
	[ -s web-2.png ] && [ ! -e web-3.png ] || fail "pictures of pages that are gone"
	# Drawn at another resolution: not comparable, not a pass.
	sed -i 's/ppi: 72/ppi: 50/' case.yaml
	expect 3 "$bilan" test
	said raster-other ;;
junit)
	rm case.yaml
	for case in same changed new broken expected; do
		mkdir $case && printf 'report: ../report.yaml\nroot: ..\n' >$case/case.yaml
	done
	expect 0 "$bilan" test same changed expected --approve
	printf 'parameters: {year: 2022}\naccept: [data, parameter]\n' >>expected/case.yaml
	sed -i 's/text 20,192.57/text 20,180.57/' changed/web.state
	echo 'report: ../there-is-none.yaml' >broken/case.yaml
	expect 1 "$bilan" test --junit results.xml
	said '5 cases: 1 ok 1 accepted 1 CHANGED 1 NEW 1 BROKEN'
	grep -q 'tests="5" failures="2" errors="1"' results.xml || fail "$(cat results.xml)"
	grep -q 'moved 4.23 mm down' results.xml || fail "$(cat results.xml)"
	sed -n '/expected (web)/,/testcase>/p' results.xml | grep -q 'figures.csv:5:13' || fail "what was accepted is not told: $(cat results.xml)"
	if command -v xmllint >/dev/null; then xmllint --noout results.xml || exit 1; fi ;;
statuses)
	expect 0 "$bilan" test --approve
	expect 0 "$bilan" test
	expect 2 "$bilan" test --no-such-option
	expect 0 "$bilan" diff --help
	said 'exit status: 0 nothing changed; 1 something did; 2 trouble'
	expect 0 "$bilan" test --help
	said 'exit status: 0 all cases are as approved'
	mkdir empty
	expect 2 "$bilan" test empty
	expect 1 "$bilan" test not-there
	echo 'acept: [data]' >>case.yaml
	expect 1 "$bilan" test
	said 'did you mean "accept"'
	echo 'report: report.yaml' >case.yaml
	expect 2 "$bilan" diff web.state
	expect 2 "$bilan" diff web.state not-there
	expect 2 "$bilan" diff web.state report.yaml
	expect 0 "$bilan" diff web.state web.state
	sed 's/text 20,192.57/text 20,180.57/' web.state >other.state
	expect 1 "$bilan" diff web.state other.state
	expect 0 "$bilan" diff --tolerance 5mm web.state other.state
	expect 2 "$bilan" diff --tolerance 5 web.state other.state
	expect 2 "$bilan" diff --ppi 9999 web.state other.state
	# A link to a file elsewhere is that file.
	mkdir elsewhere && mv other.state elsewhere/ && ln -s elsewhere/other.state latest.state
	expect 1 "$bilan" diff web.state latest.state
	# A folder that cannot be opened may hold cases; root reads all, but for capabilities.
	mkdir closed && chmod 0 closed
	as=
	[ "$(id -u)" -ne 0 ] || as='setpriv --bounding-set=-all --inh-caps=-all'
	expect 3 $as "$bilan" test
	said 'cannot look for cases in the folder "./closed"'
	rmdir closed
	# What cases may read: the folder bilan runs in, or the one that --root names.
	mkdir -p inner/case && printf 'report: ../../report.yaml\nroot: ../..\n' >inner/case/case.yaml
	cd inner
	expect 1 "$bilan" test
	said file-outside
	expect 1 "$bilan" test --root .. case
	said NEW ;;
hundred)
	# Within twenty seconds of CPU under sanitizers; a second or two without.
	expect 0 "$bilan" test --approve
	for i in $(seq 100); do
		mkdir -p cases/$i && cp web.state cases/$i/ && printf 'report: ../../report.yaml\nroot: ../..\n' >cases/$i/case.yaml
	done
	expect 0 sh -c "ulimit -t ${GOLDEN_SECONDS:-3}; exec '$bilan' test cases"
	said '100 cases: 100 ok' ;;
*)
	exit 2 ;;
esac
