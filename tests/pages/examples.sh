#!/bin/sh
# Builds what the documents show: examples.sh BILAN SOURCE_DIR SCRATCH_DIR README|REFERENCE|CURRENT
bilan=$1 source=$2 scratch=$3/$4
rm -rf "$scratch" && mkdir -p "$scratch" && cp -r "$source/layout" "$source/data" "$source/fonts" "$scratch" || exit 2
case $4 in
README)
	awk '/^```yaml$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$source/README.md" >"$scratch/hello.yaml"
	cd "$scratch" && "$bilan" build hello.yaml && test -s hello.pdf || exit 1
	# A project of one's own, with the commands and the theme that are shown.
	rm -rf ../rapport
	awk '/^mkdir -p .*rapport/ { inside = 1 } /^```$/ { inside = 0 } inside' "$source/README.md" >copy
	test -s copy && sh -e copy && cp data/*.csv data/tables.yaml ../rapport/data || exit 1
	awk '/^like: ariege.yaml/ { inside = 1 } /^```$/ { inside = 0 } inside' "$source/README.md" >../rapport/themes/office.yaml
	sed 's,layout/themes/ariege,themes/office,; s,layout/masters,masters,' hello.yaml >../rapport/report.yaml
	(cd ../rapport && grep -q office report.yaml && test -s themes/office.yaml && "$bilan" build report.yaml &&
		test -s report.pdf) || exit 1
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
