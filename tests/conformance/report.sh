#!/bin/sh
# The example report as others see it: report.sh BILAN SOURCE_DIR SCRATCH_DIR STEP
# Steps: build (two builds are the same bytes), qpdf, fonts, words, verapdf.
bilan=$1 source=$2 scratch=$3 step=$4
mkdir -p "$scratch" && cd "$source" || exit 2
pdf=$scratch/report-2023.pdf
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
	# Shown as skipped without Java; CI sets BILAN_NO_SKIP.
	if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then
		echo "needs java and mvn"
		[ -n "$BILAN_NO_SKIP" ] && exit 1
		exit 77
	fi
	tests/conformance/verapdf/verapdf --flavour ua1,3a "$pdf" "$scratch/report-2022.pdf" ;;
esac
