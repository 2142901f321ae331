# Checks src/LAYERS: awk -f layers.awk src/LAYERS src/*/*.[ch]
NR == FNR { if ($1 != "#") for (i = 1; i <= NF; i++) ok[$1, $i]; next }
FNR == 1 { n = split(FILENAME, part, "/"); room = part[n - 1] }
match($0, /^#include "bilan\/[a-z]+/) {
	want = substr($0, 17, RLENGTH - 16)
	if (!((room, want) in ok)) { print FILENAME ":" FNR ": " room " may not know " want; bad = 1 }
}
END { exit bad }
