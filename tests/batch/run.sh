#!/bin/sh
# run.sh BILAN WORK STEP: five hundred small reports of made-up towns (project/), and what a batch owes.
#
#   account    five of them fail, each in another way: 495 whole PDFs, a complete account, flat memory
#   resume     the batch is killed in the middle; a second run ends with the bytes of an undisturbed one
#   stopped    SIGTERM: what was begun is finished, the next run goes on
#   shards     three parts make what the whole makes, and their accounts are joined
#   unchanged  a second run makes nothing; a changed row makes the reports that read it
#   moving     files that change while the batch runs: all its reports show what the first one read, and the next
#              run makes them again
#   scales     charts that say so are drawn to one scale over the batch
#   outliers   a figure with a digit too many among ten offices is told, by the whole and by joined parts
#   recipes    what layout/BATCH.md shows for several machines makes the whole, in made-up offices' reports
#   stale      the file of an earlier run that stays when its report fails is told, not passed off as made
#   told       what is shared by all reports and wrong is told for each of them, as `bilan build` tells it
#   bytes      a batch makes the bytes that `bilan build` makes, for screens and for the press
#   mixed      so it does for towns of which each has tables, prose and pictures of its own, some of them broken
#
# Nothing in the program helps: the crash is a SIGSEGV from here while the worker is at a report whose
# checks take seconds; the one that takes too long is stopped from here at such a report, so that no
# machine is quick enough to end it. BATCH_SLOW multiplies the seconds allowed (sanitizers).
set -u
bilan=$(realpath "$1") || exit 2
tests=$(cd "$(dirname "$0")/.." && pwd) || exit 2
work=$2/$3
slow=${BATCH_SLOW:-1}
export SOURCE_DATE_EPOCH=1704067200 LC_ALL=C
rm -rf "$work" && mkdir -p "$work/town" && cp -R "$tests/golden/common" "$work/" && cp "$tests/batch/project/"* "$work/town/" || exit 2
cd "$work" || exit 2

die() { echo "$*"; exit 1; }
is() { [ "$2" = "$3" ] || die "$1: $2, not $3"; }

# TOWNS towns in the years 2019 to 2023.
make_towns() {
	mkdir -p town/data/2019 town/data/2020 town/data/2021 town/data/2022 town/data/2023
	awk -v towns="$1" 'BEGIN {
		print "entity;name" >"town/items.csv"
		print "id;year;value" >"town/data/national.csv"
		for (y = 2019; y <= 2023; y++) print "letters;" y ";" 10000 + 7 * y >"town/data/national.csv"
		for (n = 1; n <= towns; n++) {
			e = sprintf("%03d", n)
			print e ";Ville " e >"town/items.csv"
			for (y = 2019; y <= 2023; y++) {
				f = "town/data/" y "/" e
				print "id;value\nvisitors;" 20000 + n * 37 + y "\nphones;" 3000 + n "\nletters;" \
					12000 - n "\nemails;" 700 + y >(f ".csv")
				print "La ville " e " en " y "." >(f ".md")
				close(f ".csv"); close(f ".md")
			}
		}
	}'
}

heavy() { # FILE [rows]: a file of figures that takes seconds, long enough to be caught at it
	awk -v rows="${2:-4000}" 'BEGIN { print "id;value\nvisitors;5"; for (i = 0; i < rows; i++) print "v" i ";" i }' >"$1"
}

batch() { # DIR [option]...
	to=$1
	shift
	"$bilan" batch town/report.yaml --root . --items town/items.csv --each year=2019..2023 \
		-o "$to/{entity}/{year}.pdf" "$@"
}
begin() { # the same, in the background: $! is bilan's own
	to=$1
	shift
	exec "$bilan" batch town/report.yaml --root . --items town/items.csv --each year=2019..2023 \
		-o "$to/{entity}/{year}.pdf" "$@"
}

running() { # PARENT: those of its workers that are at a report
	for worker in $(cat /proc/"$1"/task/"$1"/children); do
		[ "$(awk '{ print $3 }' /proc/"$worker"/stat 2>/dev/null)" = R ] && echo "$worker"
	done
}
# PARENT JOURNAL COUNT WORKERS: waits until COUNT reports are accounted for, a line each after the first, and WORKERS workers are at the
# next ones; `caught` are those workers.
catch() {
	tries=0
	until [ "$(cat "$2" 2>/dev/null | wc -l)" -eq $(($3 + 1)) ] && caught=$(echo $(running "$1")) && [ "$(echo "$caught" | wc -w)" -eq "$4" ]; do
		kill -0 "$1" 2>/dev/null || die "it ended before $3 reports were made: $(tail -n 3 log)"
		tries=$((tries + 1))
		[ $tries -lt $((1200 * slow)) ] || die "it takes too long"
		sleep 0.05
	done
}

sums() { (cd "$1" && find . -name '*.pdf' | sort | xargs sha256sum) }
whole() { # every PDF of DIR begins and ends as one
	find "$1" -name '*.pdf' | while read -r f; do
		[ "$(head -c 5 "$f")" = %PDF- ] && tail -c 7 "$f" | grep -q '%%EOF' || echo "$f is not whole"
	done
	find "$1" -name '.*partial*'
}
column() { awk -F';' -v k="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == k) c = i } NR > 1 { print $c }' "$1"; }
row() { grep "^entity=$2 name=Ville $2 year=$3;" "$1/manifest.csv"; }

account() {
	export ASAN_OPTIONS="${ASAN_OPTIONS:-}:quarantine_size_mb=4" # what was freed is not memory in use
	make_towns 100
	sed -i 's/20.*/24 O88/' town/data/2020/010.csv
	sed -i /visitors/d town/data/2022/020.csv
	awk 'BEGIN { for (i = 0; i < 80; i++) printf "Trop de mots pour ce cadre. " }' >town/data/2019/030.md
	heavy town/data/2022/100.csv
	heavy town/data/2023/100.csv
	begin out --jobs 2 --item-timeout $((2 * slow)) 2>log &
	parent=$!
	# The last two are lost: when all others are accounted for, one worker crashes and one stands still.
	catch $parent out/manifest.journal 498 2
	kill -s STOP ${caught#* }
	kill -s SEGV ${caught% *}
	wait $parent
	is "exit status" $? 1
	is PDFs "$(find out -name '*.pdf' | wc -l)" 495
	is "what is not whole" "$(whole out)" ""
	is accounts "$(column out/manifest.csv status | sort | uniq -c | awk '{ printf "%s %s ", $1, $2 }')" "3 failed 2 lost 495 made "
	is "the bad row" "$(row out 010 2020 | cut -d';' -f 2,3,12,13)" "failed;;bad-integer;town/data/2020/010.csv:5:13"
	is "the missing value" "$(row out 020 2022 | cut -d';' -f 2,3,12)" "failed;;unknown-key"
	is "the overfull text" "$(row out 030 2019 | cut -d';' -f 2,3,12)" "failed;;overfull"
	is "the crash and the late one" "$(for y in 2022 2023; do row out 100 $y; done | cut -d';' -f 2,3,12,13 | sort)" \
		"$(printf 'lost;;crash;\nlost;;timeout;')"
	grep -q 'town/data/2020/010.csv:5:.*\[bad-integer\]' log || die "the bad row has no place in the messages"
	grep -q '^500 reports: 495 made, 0 unchanged, 3 failed, 2 lost' log || die "no summary: $(tail -n 1 log)"
	# Memory is flat: no worker's peak late in the run is a tenth above the peaks of the first fifty items.
	column out/manifest.csv peak_mb | awk 'NR > 5 && NR <= 50 && $1 > first { first = $1 } NR > 400 && NR < 500 && $1 > last { last = $1 }
		END { print "peak of a worker: " first " MB, then " last " MB"; exit !(first > 0 && last <= first * 1.1 + 0.5) }' || die "memory grows"
	# Only the five are made again, and four of them are mended.
	make_towns 100
	heavy town/data/2023/100.csv
	begin out --only failed --item-timeout $slow 2>log &
	parent=$!
	catch $parent out/manifest.journal 504 1 # four more lines than before
	kill -s STOP $caught
	wait $parent
	is "exit status of --only failed" $? 1
	grep -q '^5 reports: 4 made, 0 unchanged, 0 failed, 1 lost' log || die "--only failed: $(tail -n 1 log)"
	is "rows of the manifest" "$(column out/manifest.csv item | wc -l)" 500
	# With --fail-fast nothing is begun after a failure.
	heavy town/data/2021/050.csv
	begin fast --fail-fast --jobs 1 --where entity=049..051 --item-timeout $slow 2>log &
	parent=$!
	catch $parent fast/manifest.journal 7 1
	kill -s STOP $caught
	wait $parent
	is "exit status of --fail-fast" $? 1
	grep -q '^15 reports: 7 made, 0 unchanged, 0 failed, 1 lost, 7 not begun' log || die "--fail-fast: $(tail -n 1 log)"
}

resume() {
	make_towns 60
	batch undisturbed 2>/dev/null || die "the undisturbed run failed"
	begin out --jobs 2 2>/dev/null &
	parent=$!
	until [ "$(cat out/manifest.journal 2>/dev/null | wc -l)" -ge 120 ]; do sleep 0.01; done
	workers=$(cat /proc/$parent/task/$parent/children)
	kill -s KILL $parent
	wait $parent
	for worker in $workers; do # they end by themselves, with the item they have
		tries=0
		while kill -0 "$worker" 2>/dev/null; do
			tries=$((tries + 1))
			[ $tries -lt $((200 * slow)) ] || die "a worker outlives its parent"
			sleep 0.05
		done
	done
	made=$(find out -name '*.pdf' | wc -l)
	[ "$made" -lt 300 ] || die "it was killed too late"
	is "what is not whole" "$(whole out)" ""
	sums undisturbed >all
	sums out >some
	is "PDFs that differ after the kill" "$(grep -vxFf all some)" ""
	printf 'entity=001 name=Vi' >>out/manifest.journal # a line that was cut off
	batch out 2>log || die "the second run failed"
	is "what differs from the undisturbed run" "$(sums out | diff all -)" ""
	kept=$(sed -n 's/.* \([0-9]*\) unchanged.*/\1/p' log)
	[ "$kept" -ge 100 ] || die "the second run began again: $(tail -n 1 log)"
}

stopped() {
	make_towns 60
	begin out --jobs 2 2>log &
	parent=$!
	until [ "$(cat out/manifest.journal 2>/dev/null | wc -l)" -ge 50 ]; do sleep 0.01; done
	kill -s TERM $parent $(cat /proc/$parent/task/$parent/children) # as a scheduler does
	wait $parent
	is "exit status" $? 1
	grep -q 'not begun' log || die "it does not say what was not begun: $(tail -n 1 log)"
	grep -q ', [0-9]* lost' log && die "a begun report was lost: $(tail -n 1 log)"
	is "what is not whole" "$(whole out)" ""
	is "PDFs in the account" "$(find out -name '*.pdf' | wc -l)" "$(column out/manifest.csv status | grep -c made)"
	batch out 2>log || die "the second run failed"
	is PDFs "$(find out -name '*.pdf' | wc -l)" 300
	# A file system that is full: the report that is told so, no other.
	mkdir -p full/001 && ln -s /dev/full full/001/2020.pdf
	batch full --where entity=001..002 2>log
	is "exit status with a full disk" $? 1
	grep -q 'cannot write "full/001/2020.pdf": No space left' log || die "the full disk is not told: $(cat log)"
	is "PDFs beside the full one" "$(find full -type f -name '*.pdf' | wc -l)" 9
	# The machine's fault, not the reports': no file is left for a worker to be talked to.
	(ulimit -n 5 && exec "$bilan" batch town/report.yaml --root . --items town/items.csv --each year=2019 \
		-o 'none/{entity}/{year}.pdf') 2>none.log
	is "exit status without workers" $? 3
	grep -q '\[workers-failed\]' none.log || die "no reason: $(cat none.log)"
}

shards() {
	make_towns 20
	batch whole 2>/dev/null || die "the whole failed"
	for n in 1 2; do batch parts --shard $n/3 2>/dev/null || die "shard $n failed"; done
	batch parts --merge-manifests 2>log
	is "exit status with a shard missing" $? 1
	missing=$(grep -c 'is in no account' log)
	[ "$missing" -gt 10 ] || die "the missing ones are not named: $(head -n 5 log)"
	batch parts --shard 3/3 2>/dev/null || die "shard 3 failed"
	is "the third part" "$(column parts/manifest-3-of-3.csv item | wc -l)" "$missing"
	is "what differs from the whole" "$(sums whole >a; sums parts | diff a -)" ""
	is "what is in two parts" "$(cat parts/manifest-*-of-3.csv | cut -d';' -f 1 | grep = | sort | uniq -d)" ""
	batch parts --merge-manifests 2>log || die "the accounts were not joined: $(cat log)"
	is "the joined account" "$(cut -d';' -f 1,2,4,5 whole/manifest.csv | diff - "$(cut -d';' -f 1,2,4,5 parts/manifest.csv >b; echo b)")" ""
	batch parts 2>log || die "a run after the joining failed"
	grep -q ' 0 made, 100 unchanged' log || die "the joined account is not known to the next run: $(tail -n 1 log)"
}

unchanged() {
	make_towns 100
	sed -i 's|^ *- prose:.*|&\n      - text: {area: [1, 12, 12, 2], needs: ["data/{year}/annex.txt"], text: Une annexe.}|' town/report.yaml
	touch town/data/2020/annex.txt
	batch out 2>/dev/null || die "the first run failed"
	sums out >before
	start=$(date +%s%N)
	batch out 2>log || die "the second run failed"
	spent=$((($(date +%s%N) - start) / 1000000))
	grep -q ' 0 made, 500 unchanged' log || die "the second run: $(tail -n 1 log)"
	[ $spent -lt $((1000 * slow)) ] || die "the second run took $spent ms"
	echo "the second run: $spent ms"
	sed -i 's/^letters;2021;.*/letters;2021;9/' town/data/national.csv # read by 2021, and by 2022 to compare
	batch out --explain --messages=json 2>log || die "the third run failed"
	is "made after a row of 2021 changed" "$(grep '"status":"made"' log | sed 's/.*year=\(....\)".*/\1/' | sort | uniq -c | awk '{ printf "%s %s ", $1, $2 }')" "100 2021 100 2022 "
	grep -q '"why":"rows of the table \\"national\\" have changed: 2021"' log || die "it does not say why: $(grep made log | head -n 1)"
	grep -q '"kind":"figure","name":"national.letters@2021","before":"24147","now":"9"' out/changes.json || die "changes.json does not tell the figure"
	sed -i 's/^visitors;.*/visitors;7/' town/data/2019/042.csv
	batch out 2>log || die "the fourth run failed"
	grep -q ' 1 made, 499 unchanged' log || die "one file of figures: $(tail -n 1 log)"
	rm out/007/2020.pdf && echo >>out/008/2020.pdf
	batch out --explain 2>log || die "the fifth run failed"
	grep -q ' 2 made, 498 unchanged' log || die "outputs that were removed and changed: $(tail -n 1 log)"
	rm town/data/2020/annex.txt # only looked for: a block says needs:
	batch out --explain 2>log || die "the sixth run failed"
	grep -q ' 100 made, 400 unchanged' log || die "a file that is needed: $(tail -n 1 log)"
	grep -q '(town/data/2020/annex.txt is gone)$' log || die "it does not say why: $(grep made log | head -n 1)"
	touch town/data/2021/annex.txt
	batch out --explain 2>log || die "the seventh run failed"
	grep -q '(town/data/2021/annex.txt is there now)$' log || die "it does not say why: $(grep made log | head -n 1)"
	sed -i 's/label: lettres/label: courriers/' town/report.yaml
	batch out 2>log || die "the eighth run failed"
	grep -q ' 500 made, 0 unchanged' log || die "another layout: $(tail -n 1 log)"
}

moving() {
	make_towns 3
	sed -i 's|file: "data/{year}/{entity}.md"|file: common.md|' town/report.yaml
	echo 'Les mots de toutes les villes.' >town/common.md
	batch out 2>/dev/null || die "the first run failed"
	sed -i 's/^visitors;.*/visitors;7/' town/data/2019/001.csv
	heavy town/data/2020/001.csv 1500
	sed -i /visitors/d town/data/2020/001.csv # it fails: what it was made from is in no account
	rm out/001/2020.pdf
	batch still 2>/dev/null
	begin out --jobs 1 2>log &
	parent=$!
	catch $parent out/manifest.journal 16 1 # a line more than before: the worker is at the second report
	kill -s STOP $caught
	echo 'Et leurs nouveaux mots.' >>town/common.md
	sed -i 's/^letters;2022;.*/letters;2022;9/' town/data/national.csv
	kill -s CONT $caught
	wait $parent
	is "exit status" $? 1
	is "what differs from a run in which nothing moved" "$(sums still >a; sums out | diff a -)" ""
	cp town/data/2020/002.csv town/data/2020/001.csv
	batch out 2>log || die "the next run failed: $(cat log)"
	for e in 001 002 003; do
		for y in 2019 2020 2021 2022 2023; do
			"$bilan" build town/report.yaml --root . -p entity=$e -p "name=Ville $e" -p year=$y -o one.pdf || die "build failed"
			cmp one.pdf out/$e/$y.pdf || die "$e $y shows what its files no longer say: $(tail -n 1 log)"
		done
	done
	batch out 2>log || die "the last run failed: $(cat log)"
	grep -q ' 0 made, 15 unchanged' log || die "nothing moves any more: $(tail -n 1 log)"
	# A font, while the scales that all reports share are gathered: before the first report is made.
	mkdir town/fonts && cp /usr/share/fonts/opentype/inter/Inter*.otf town/fonts/ || die "no fonts"
	cat >town/fonts.yaml <<-'END'
		folders: [fonts]
		families:
		  Inter: {files: [{file: Inter-Regular.otf, weight: 400}, {file: Inter-SemiBold.otf, weight: 600}, {file: Inter-Italic.otf, weight: 400, italic: yes}]}
		  Inter Display: {files: [{file: InterDisplay-Medium.otf, weight: 500}, {file: InterDisplay-SemiBold.otf, weight: 600}]}
	END
	sed -i 's/legend: no/scale: shared/; s/^tables: .*/&\nfonts: fonts.yaml/' town/report.yaml
	heavy town/data/2020/001.csv 800
	heavy town/data/2021/001.csv 800
	begin font --jobs 2 2>log &
	parent=$!
	catch $parent font/manifest.journal 0 2
	touch -d 2001-01-01 town/fonts/Inter-Regular.otf
	wait $parent
	is "exit status with a font that changed" $? 0
	for y in 2020 2021; do cp town/data/$y/002.csv town/data/$y/001.csv; done
	batch font --explain 2>log || die "after a font has changed: $(cat log)"
	is "reports made again for the font" "$(grep -c 'made .*(the font town/fonts/Inter-Regular.otf has changed)$' log)" 15
}

bytes() {
	make_towns 2
	batch out --where entity=001..002 2>/dev/null || die "the batch failed"
	for e in 001 002; do
		for y in 2019 2023; do
			"$bilan" build town/report.yaml --root . -p entity=$e -p "name=Ville $e" -p year=$y -o one.pdf || die "build failed"
			cmp one.pdf out/$e/$y.pdf || die "$e $y: build makes other bytes"
		done
	done
	# Tables that all reports of a year share, and of which the reports take turns.
	for y in 2019 2020 2021 2022 2023; do cp town/data/$y/002.csv town/data/$y.csv; done
	sed -i 's|data/{year}/{entity}.csv|data/{year}.csv|' town/tables.yaml
	batch turns --where year=2019..2021 --jobs 1 2>log || die "the batch failed: $(cat log)"
	for e in 001 002; do
		for y in 2019 2020 2021; do
			"$bilan" build town/report.yaml --root . -p entity=$e -p "name=Ville $e" -p year=$y -o one.pdf || die "build failed"
			cmp one.pdf turns/$e/$y.pdf || die "$e $y, in turn: build makes other bytes"
		done
	done
	# The example, for screens and for the press; without the time of the run, that of its files.
	unset SOURCE_DATE_EPOCH
	"$bilan" batch "$tests/../layout/report.yaml" --items "$tests/../data/items.csv" --target all -o 'real/{target}/{year}.pdf' 2>log ||
		die "the example failed: $(cat log)"
	for y in 2022 2023; do
		"$bilan" build "$tests/../layout/report.yaml" -p year=$y --target all -o one.pdf 2>log || die "build failed: $(cat log)"
		cmp one.pdf real/web/$y.pdf && cmp one-print.pdf real/print/$y.pdf || die "$y: build makes other bytes"
	done
	is "the account of two files a report" "$(cut -d';' -f 3-6 real/manifest.csv | tail -n 1)" \
		"real/web/2023.pdf;$(sha256sum <one.pdf | cut -c 1-64);real/print/2023.pdf;$(sha256sum <one-print.pdf | cut -c 1-64)"
	"$bilan" batch "$tests/../layout/report.yaml" --items "$tests/../data/items.csv" --target all -o 'real/{target}/{year}.pdf' 2>log
	grep -q '0 made, 2 unchanged' log || die "both targets again: $(cat log)"
	# The press alone is warned of what screens are not: nothing has changed.
	"$bilan" batch "$tests/../layout/report.yaml" --items "$tests/../data/items.csv" --target print -o 'real/{target}/{year}.pdf' 2>log
	grep -q '2 made, 0 unchanged' log || die "one target alone: $(cat log)"
	grep -A9 '^what changed' log && die "what did not change is told"
	grep -q '^warnings and failures of 2 reports are not compared: the last run had other targets$' log || die "other targets: $(cat log)"
}

# Seven towns with a folder each: 003 has no words and no picture, the figures of 004 and the words of 006 are broken,
# 005 has its picture under the name of a placeholder.
make_own() {
	make_towns 7
	awk 'BEGIN { print "id;year;value"; for (y = 2019; y <= 2023; y++) print "visitors;" y ";" 9000 + y "\nletters;" y ";" 10000 + 7 * y }' \
		>town/data/national.csv
	printf 'Un *seul* texte pour **toutes** les villes.\n\n- un [lien](https://example.org)\n- et un autre\n' >town/common.md
	for e in 001 002 003 004 005 006 007; do
		own=town/own/$e
		mkdir -p $own
		awk -v e=$e 'BEGIN { print "id;year;value"; for (y = 2019; y <= 2023; y++) {
			print "visitors;" y ";" 20000 + e * 37 + y; print "letters;" y ";" 12000 - e; print "mails;" y ";" 700 + y
			if (e % 2) print "extra;" y ";" 2 * e } }' >$own/visits.csv
		for y in 2022 2023; do
			[ $e = 003 ] || echo "La ville *$e* en **$y**, et {visits.letters:integer} lettres." >$own/$y.md
		done
		cp "$tests/golden/common/icons/$([ $((${e#00} % 2)) = 0 ] && echo house || echo people).svg" $own/icon.svg
		[ $e = 003 ] || cp "$tests/$([ $((${e#00} % 2)) = 0 ] && echo golden/common/pictures/gradient || echo fuzz/seeds/image/rgb).png" \
			$own/photo.png
	done
	for e in 001 002 003 004 005 006 007; do touch -d "2030-01-${e#0}" town/own/$e/visits.csv; done # the date of its PDFs
	mv town/own/005/photo.png town/own/005/later.png
	sed -i 's/^letters;2021;.*/letters;2021;12 O00/' town/own/004/visits.csv
	echo '<b>gras</b>' >>town/own/006/2022.md
}

# One worker makes them in turn, so that each follows upon another.
mixed() {
	make_own
	unset SOURCE_DATE_EPOCH
	status=0
	"$bilan" batch town/mixed.yaml --root . --items town/items.csv --each year=2022..2023 --jobs 1 -o 'out/{entity}/{year}.pdf' \
		2>log || status=$?
	is "exit status" $status 1
	for e in 001 002 003 004 005 006 007; do
		for y in 2022 2023; do
			"$bilan" build town/mixed.yaml --root . -p entity=$e -p "name=Ville $e" -p year=$y -o one.pdf 2>one.log
			if [ $e = 004 ] || [ $e$y = 0062022 ]; then
				[ ! -e one.pdf ] && [ ! -e out/$e/$y.pdf ] || die "$e $y: it is made though something is broken"
			else
				cmp one.pdf out/$e/$y.pdf || die "$e $y: build makes other bytes: $(cat one.log)"
			fi
			is "warnings of $e $y" "$(row out $e $y | cut -d';' -f 8)" "$(grep -c ' warning: ' one.log)"
			grep ' error: ' one.log | while read -r line; do grep -qF "$line" log || echo "$line"; done >untold
			is "errors of $e $y that the batch does not tell" "$(cat untold)" ""
			[ -e one.pdf ] && sed -n 's/\(.* warning: .*\) \[[a-z-]*\]$/\1; in /p' one.log | while read -r line; do grep -qF "$line" log || echo "$line"; done >untold
			is "warnings of $e $y that the batch does not tell" "$(cat untold)" ""
			rm -f one.pdf
		done
	done
	# And again, with a figure that one town's table and prose read.
	sed -i 's/^extra;2022;.*/extra;2022;77/' town/own/003/visits.csv
	"$bilan" batch town/mixed.yaml --root . --items town/items.csv --each year=2022..2023 --jobs 1 -o 'out/{entity}/{year}.pdf' 2>log
	grep -q '^14 reports: 2 made, 9 unchanged, 3 failed' log || die "again: $(tail -n 1 log)"
}

scales() {
	make_towns 4
	sed -i 's/legend: no/scale: shared/' town/report.yaml
	batch one 2>log || die "the batch failed: $(cat log)"
	grep -q '^one scale for 20 reports: contacts 0 22171$' log || die "the scale is not told: $(head -n 3 log)"
	"$bilan" build town/report.yaml --root . -p entity=001 -p 'name=Ville 001' -p year=2019 -o alone.pdf || die "build failed"
	cmp -s alone.pdf one/001/2019.pdf && die "the chart of the batch has the scale of its own report"
	# Of the one with the largest figure, the shared scale is its own.
	"$bilan" batch town/report.yaml --root . --each entity=004 --each 'name=Ville 004' --each year=2023 -o 'top/{entity}.pdf' 2>log || die "$(cat log)"
	cmp top/004.pdf one/004/2023.pdf || die "the report with the largest figure is drawn to another scale than its own"
	batch one 2>log
	grep -q ' 0 made, 20 unchanged' log || die "nothing changed: $(tail -n 1 log)"
	sed -i 's/^visitors;.*/visitors;50000/' town/data/2021/002.csv
	batch one --explain 2>log || die "$(cat log)"
	grep -q ' 20 made, 0 unchanged' log || die "another largest figure: $(tail -n 1 log)"
	grep -q 'year=2019: made .*(the scale of its charts has changed)' log || die "it does not say why: $(head -n 3 log)"
}

outliers() {
	make_towns 10
	sed -i 's/value: {type: integer, unit: count}/value: {type: integer, unit: count, watch: yes}/' town/tables.yaml
	batch out 2>log || die "$(cat log)"
	grep '\[odd-figure\]' log && die "that is in order"
	sed -i 's/^phones;\(.*\)/phones;\10/' town/data/2022/003.csv
	batch out 2>log || die "$(cat log)"
	told='^town/data/2022/003.csv:3:8: warning: 30030 is five times, or more, what .*(visits.phones.value, one of 50; entity=003 name=Ville 003 year=2022) \[odd-figure\]$'
	is "warnings of figures" "$(grep -c '\[odd-figure\]' log)" 1
	grep -q "$told" log || die "the figure is not told: $(grep odd-figure log)"
	batch out --where entity=009 2>log || die "$(cat log)"
	grep -q "$told" log || die "it is not told among reports that are left: $(cat log)"
	for n in 1 2 3 4; do batch parts --shard $n/4 2>/dev/null || die "shard $n failed"; done
	batch parts --merge-manifests 2>log || die "$(cat log)"
	grep -q "$told" log || die "it is not told when parts are joined: $(cat log)"
}

# Runs each of the eight parts by the words of a recipe; the whole must come out.
recipe() { # NAME COMMAND
	rm -rf offices/out && mkdir offices/out
	(cd offices && PATH=$(dirname "$bilan"):$PATH && eval "$2") >log 2>&1 || die "$1: $(cat log)"
	(cd offices && "$bilan" batch layout/report.yaml --items items.csv --each year=2014..2023 -o 'out/{entity}/{year}.pdf' \
		--merge-manifests) >log 2>&1 || die "$1, joined: $(cat log)"
	is "what differs by $1" "$(sums offices/out | diff all -)" ""
}

recipes() {
	recipes=$tests/../layout/batch
	perl "$tests/bench/offices.pl" "$tests/.." offices 2 || die "no offices"
	"$bilan" batch offices/layout/report.yaml --items offices/items.csv --each year=2014..2023 -o 'offices/out/{entity}/{year}.pdf' \
		2>log || die "the offices: $(tail -n 20 log)"
	sums offices/out >all
	is "reports of two offices in ten years" "$(wc -l <all)" 20
	pdftotext offices/out/002/2020.pdf - 2>/dev/null | grep -q SPECIMEN || [ ! -x "$(command -v pdftotext)" ] || die "made-up offices are not marked"
	recipe "the job array" 'for n in 1 2 3 4 5 6 7 8; do
		SLURM_CPUS_PER_TASK=1 SLURM_ARRAY_TASK_ID=$n SLURM_ARRAY_TASK_COUNT=8 sh '"$recipes"'/offices.slurm || exit 1; done'
	words=$(awk '/- >-$/ { inside = 1; next } /resources:/ { inside = 0 } inside' "$recipes/offices-job.yaml" | tr '\n' ' ')
	recipe "the indexed Job" 'for n in 0 1 2 3 4 5 6 7; do JOB_COMPLETION_INDEX=$n sh -c "$words" || exit 1; done'
	if [ -z "$(command -v parallel)" ]; then
		[ -z "${BILAN_NO_SKIP:-}" ] || die "parallel is missing"
		echo "without GNU parallel its recipe is not tried"
		return
	fi
	recipe "GNU parallel" "$(awk '/^mkdir -p out$/ { inside = 1 } /^```$/ { inside = 0 } inside' "$recipes/../BATCH.md")"
}

# What is kept for the whole run (number formats, the dictionary) must not keep its mistakes to the first report.
told() {
	make_towns 2
	printf 'like: ../common/theme.yaml\nformats: {integer: {skeleton: precision-whole}}\n' >town/theme.yaml
	sed -i 's|^theme: .*|theme: theme.yaml|' town/report.yaml
	batch odd 2>log
	is "exit status with a format that is none" $? 1
	grep -q '^10 reports: 0 made, 0 unchanged, 10 failed' log || die "a format that is none: $(tail -n 1 log)"
	is "why" "$(column odd/manifest.csv why | sort -u)" bad-format
	printf 'like: ../common/theme.yaml\nstyles: {body: {font: Inter, size: 9pt, leading: 12pt, hyphenate: yes}}\n' >town/theme.yaml
	sed -i 's/^language: .*/language: eu-ES/' town/report.yaml
	for f in town/data/*/*.md; do awk 'BEGIN { for (i = 0; i < 8; i++) printf "Ongi etorri guztioi gaurko bileran. " }' >"$f"; done
	sed -i 's/\[1, 14, 12, 3\]/[1, 14, 3, 27]/; s/\[1, 18, 12, 20\]/[4, 18, 9, 20]/' town/report.yaml
	batch basque 2>log || die "without a dictionary: $(cat log)"
	is "reports that are warned without a dictionary" "$(grep -c hyphenation-missing basque/manifest.journal)" 10
	is "what they are warned of" "$(sed -n 's/: warning: .*; / … /p' log | sort)" "$(printf '%s\n' \
		'bilan … in 10 reports [hyphenation-missing]' 'town/report.yaml:4:11 … in 10 reports [language-words]')"
	batch one --where entity=001 --where year=2020 --messages=json 2>log || die "$(cat log)"
	grep -q '^{"level":"warning","code":"language-words","file":"town/report.yaml","line":4,"column":11,"message":".*; in entity=001 name=Ville 001 year=2020",' log ||
		die "no event of the warning: $(cat log)"
	sed -i 's/hyphenate: yes/hyphenate: no/' town/theme.yaml
	batch whole-words 2>log || die "without hyphenation: $(cat log)"
	is "reports that are warned without hyphenation" "$(grep -c hyphenation-missing whole-words/manifest.journal)" 0
}

stale() {
	make_towns 2
	batch new --only failed 2>log
	is "exit status of --only failed without a run" $? 1
	grep -q 'error: --only failed: there is no earlier run here, no "new/manifest.journal" \[no-account\]$' log || die "no run: $(cat log)"
	[ ! -e new ] || die "a run that did not begin leaves a folder"
	batch out 2>log || die "the first run failed: $(cat log)"
	batch out --only failed 2>log || die "nothing failed: $(cat log)"
	grep -q '^0 reports: ' log || die "nothing failed: $(tail -n 1 log)"
	sed -i 's/^letters.*/letters;1 O88/' town/data/2020/001.csv
	sed -i 's/^letters.*/letters;1 O88/' town/data/2020/002.csv
	rm out/002/2020.pdf
	batch out 2>log
	is "exit status" $? 1
	grep -q '^entity=001 name=Ville 001 year=2020: failed (bad-integer); an earlier file stays: out/001/2020.pdf is out of date$' log || die "not told: $(cat log)"
	grep -q '^entity=002 name=Ville 002 year=2020: failed (bad-integer)$' log || die "without a file: $(cat log)"
	grep -q '^10 reports: 0 made, 8 unchanged, 2 failed; 1 earlier file is out of date; ' log || die "no summary: $(tail -n 1 log)"
	is "the row" "$(row out 001 2020 | cut -d';' -f 2,3,4,12)" "failed;;;bad-integer, out/001/2020.pdf is out of date"
	is "the row without a file" "$(row out 002 2020 | cut -d';' -f 2,3,4,12)" "failed;;;bad-integer"
	batch out --only failed --messages=json 2>log
	grep -q '"item":"entity=001 name=Ville 001 year=2020","status":"failed","stale":\[{"file":"out/001/2020.pdf","sha256":""}\],.*"why":"bad-integer","place":"town/data/2020/001.csv:4:11"}' log || die "no event: $(cat log)"
	grep -q '"event":"end",.*"stale":1,' log || die "no count at the end: $(tail -n 1 log)"
	make_towns 2
	batch out --only failed 2>log || die "mended: $(cat log)"
	grep -q '^2 reports: 2 made, 0 unchanged, 0 failed; [0-9]' log || die "mended: $(tail -n 1 log)"
	is "the rows of files out of date" "$(grep -c 'out of date' out/manifest.csv)" 0
	for n in 1 2; do batch parts --shard $n/2 2>/dev/null || die "shard $n failed"; done
	sed -i 's/^letters.*/letters;1 O88/' town/data/2020/001.csv
	for n in 1 2; do batch parts --shard $n/2 2>/dev/null; done
	batch parts --merge-manifests 2>log
	grep -q '^10 reports: 9 made, 1 failed, 0 lost, 0 in no account; 1 earlier file is out of date$' log || die "not counted when joined: $(tail -n 1 log)"
	batch parts --merge-manifests --messages=json 2>log
	grep -q '"event":"end",.*"stale":1}' log || die "no event when joined: $(tail -n 1 log)"
}

case $3 in
account | resume | stopped | shards | unchanged | moving | scales | outliers | recipes | stale | told | bytes | mixed) $3 ;;
*) die "no step $3" ;;
esac
rm -rf "$work"
