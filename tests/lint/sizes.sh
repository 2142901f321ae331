#!/bin/sh
# Functions of at most 80 lines, nine in ten of at most 40; files of at most 700 lines; lines of at
# most 100 columns (a tab is 8): sizes.sh SOURCE_DIR
cd "$1" || exit 2
bad=0
files=$(find src include -name '*.[ch]' | sort)
# shellcheck disable=SC2086
LC_ALL=C.UTF-8 wc -L $files | awk '$2 != "total" && $1 > 100 { print $2 ": a line of " $1 " columns"; bad = 1 } END { exit bad }' || bad=1
# shellcheck disable=SC2086
awk '
	FNR == 1 { start = 0 }
	FNR == 701 { print FILENAME ": more than 700 lines"; bad = 1 }
	/^[a-z_][a-z_0-9]*\(/ { name = $0; sub(/\(.*/, "", name) }
	/^\{/ { start = FNR }
	/^\}/ && start {
		size = FNR - start - 1
		sizes[size]++
		all++
		if (size > 80) { print FILENAME ":" start ": " name " has " size " lines"; bad = 1 }
		start = 0
	}
	END {
		for (i = 0; i <= 40; i++)
			small += sizes[i]
		if (small * 10 < all * 9) { print "only " small " of " all " functions have 40 lines or fewer"; bad = 1 }
		print small " of " all " functions have 40 lines or fewer"
		exit bad
	}' $files || bad=1
exit $bad
