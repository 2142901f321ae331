#!/bin/sh
# Builds what the documents show: examples.sh BILAN SOURCE_DIR SCRATCH_DIR README|REFERENCE|CURRENT
bilan=$1 source=$2 scratch=$3/$4
rm -rf "$scratch" && mkdir -p "$scratch" && cp -r "$source/layout" "$source/data" "$source/fonts" "$scratch" || exit 2
case $4 in
README)
	awk '/^```yaml$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$source/README.md" >"$scratch/hello.yaml"
	cd "$scratch" && "$bilan" build hello.yaml && test -s hello.pdf || exit 1
	# A project of one's own, with the commands that are shown; for both targets without a word.
	rm -rf ../rapport
	awk '/^build.*bilan new/ { inside = 1 } /^```$/ { inside = 0 } inside' "$source/README.md" | sed "s,^build/report/bilan,$bilan," >own
	test -s own && sh -e own && cp -r layout/printers ../rapport || exit 1
	sed -i 's,^specimen:.*,printer: printers/offset-coated.yaml,' ../rapport/report.yaml
	"$bilan" build ../rapport/report.yaml --target all -o ../rapport/both.pdf 2>said && test ! -s said || { cat said; exit 1; }
	test -s ../rapport/both-print.pdf || exit 1
	# The test of a report: its case.yaml, and what is said when a label is rewritten.
	mkdir -p tests/2023
	awk '/^# tests\/2023\/case.yaml$/ { inside = 1 } /^```$/ { inside = 0 } inside' "$source/README.md" >tests/2023/case.yaml
	awk '/^CHANGED / { inside = 1 } /^```$/ { inside = 0 } inside' "$source/README.md" >shown
	"$bilan" test tests --approve >approved || { cat approved; exit 1; }
	sed -i 's/agents en CDI/agents permanents/' layout/report.yaml
	"$bilan" test tests >said
	test $? = 1 && test -s shown && head -n "$(wc -l <shown)" said | diff -u shown - ;;
REFERENCE)
	# Each example on a page of its own, after the contents that the last one needs.
	{
		printf 'report: 1\ntitle: Exemples\nlanguage: fr-FR\nparameters: {year: {type: integer, default: 2023}}\n'
		printf 'theme: themes/ariege.yaml\nmasters: masters.yaml\ntables: ../data/tables.yaml\npages:\n'
		awk '/^```yaml$/ { inside = 1; print "  - page: plain\n    blocks:"; next } /^```$/ { inside = 0 }
			inside { print "      " $0 }' "$source/layout/REFERENCE.md"
	} >"$scratch/layout/examples.yaml"
	pages=$(grep -c 'page: plain' "$scratch/layout/examples.yaml")
	test "$pages" -ge 16 || { echo "only $pages examples"; exit 1; }
	cd "$scratch" && "$bilan" build layout/examples.yaml -o examples.pdf && test -s examples.pdf ;;
CURRENT)
	"$bilan" schema --reference -o "$scratch/REFERENCE.md" || exit 1
	diff -u "$source/layout/REFERENCE.md" "$scratch/REFERENCE.md" || {
		echo "bring it up to date: bilan schema --reference -o layout/REFERENCE.md"
		exit 1
	} ;;
esac
