#!/bin/sh
# The example report as others see it: report.sh BILAN SOURCE_DIR SCRATCH_DIR STEP
# Steps: build (two builds are the same bytes), qpdf, fonts, words, verapdf; kinds (every kind of block: the
# reports of golden/marks, the starter and the examples of README and REFERENCE, by qpdf and veraPDF).
bilan=$1 source=$2 scratch=$3 step=$4
mkdir -p "$scratch" && cd "$source" || exit 2
pdf=$scratch/report-2023.pdf

# Shown as skipped without Java; CI sets BILAN_NO_SKIP.
needs_java() {
	command -v java >/dev/null && command -v mvn >/dev/null && return
	echo "needs java and mvn"
	[ -n "$BILAN_NO_SKIP" ] && exit 1
	exit 77
}

case $step in
build)
	"$bilan" build layout/report.yaml -p year=2023 -o "$pdf" || exit 1
	"$bilan" build layout/report.yaml -p year=2023 -o "$scratch/again.pdf" || exit 1
	cmp "$pdf" "$scratch/again.pdf" || exit 1
	"$bilan" build layout/report.yaml -p year=2022 -o "$scratch/report-2022.pdf" ;;
qpdf)
	for file in "$pdf" "$scratch/report-2022.pdf"; do
		qpdf --check "$file" || exit 1
	done ;;
fonts)
	pdffonts "$pdf" || exit 1
	# Columns emb, sub, uni of every font must say yes.
	pdffonts "$pdf" | awk 'NR > 2 { n++; if ($(NF - 4) != "yes" || $(NF - 3) != "yes" || $(NF - 2) != "yes") bad = 1 }
		END { exit bad || n == 0 }' ;;
words)
	tests/pages/words.pl tests/source/report-2023.txt tests/pages/differences.txt "$pdf" ;;
verapdf)
	needs_java
	tests/conformance/verapdf/verapdf --flavour ua1,3a "$pdf" "$scratch/report-2022.pdf" ;;
kinds)
	needs_java
	kinds=$scratch/kinds
	rm -rf "$kinds" && mkdir -p "$kinds" || exit 2
	for case in tests/golden/marks/*/; do
		"$bilan" build --root tests/golden "$case/report.yaml" -o "$kinds/$(basename "$case").pdf" || exit 1
	done
	"$bilan" build layout/starter/report.yaml -o "$kinds/starter.pdf" || exit 1
	for document in README REFERENCE; do
		tests/pages/examples.sh "$bilan" "$source" "$kinds" "$document" || exit 1
	done
	find "$kinds" -name '*.pdf' ! -name '*-print.pdf' >"$kinds/list"
	test "$(wc -l <"$kinds/list")" -ge 30 || { echo "too few files"; exit 1; }
	while read -r file; do
		qpdf --check "$file" >"$kinds/said" 2>&1 || { cat "$kinds/said"; exit 1; }
		twice=$(pdfdetach -list "$file" | sed -n 's/^[0-9]*: //p' | sort | uniq -d)
		[ -z "$twice" ] || { echo "$file carries two files named $twice"; exit 1; }
	done <"$kinds/list"
	xargs tests/conformance/verapdf/verapdf --flavour ua1,3a <"$kinds/list" ;;
esac
